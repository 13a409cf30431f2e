/** From token rows to the vectors that a loss sees. */
import { type PairLogps, tf, type Vector } from "../base/mod.ts";
import { independentParts } from "../engine/mod.ts";
import { type Linear, type Model, plainLinear } from "../model/mod.ts";
import { answerLogps, answerLogpsAndEntropies } from "./answer_logps.ts";
import { answersOf, type BatchTensors, splitAnswers } from "./batch_tensors.ts";

/** Options for {@linkcode pairLogps}. */
export interface PairLogpsOptions {
  /** Stands in for every affine map, one for each policy, such as `loraBank([module], scale)`. @default {[plainLinear]} */
  readonly linears?: readonly Linear[];
  /** Whether gradients will be taken. @default {true} */
  readonly gradient?: boolean;
  /** Whether entropies are computed too, as of a reference; no gradient is then taken. @default {false} */
  readonly entropies?: boolean;
}

/**
 * Log-probabilities of every answer under each policy.
 *
 * Only completion tokens reach the head: a prompt token has no place in the batch's lists, and so cannot count. Policies
 * know nothing of each other, so that in one recorded graph the threads of one compute while those of another wait.
 *
 * @param model The frozen base.
 * @param batch See {@linkcode batchTensors}: the first of its answers are the chosen ones. Where none is rejected, the
 * rejected ones count 0.
 * @returns One `PairLogps` a policy.
 */
export function pairLogps(
  model: Model,
  batch: BatchTensors,
  { linears = [plainLinear], gradient = true, entropies = false }: PairLogpsOptions = {},
): PairLogps[] {
  return tf.tidy(() => {
    const answers = answersOf(batch);
    const [chosenLengths, rejectedLengths] = splitAnswers(batch.completions!.flatten(), answers);
    const parts = Math.ceil(independentParts() / linears.length);
    return linears.map((linear) => {
      const found = entropies
        ? answerLogpsAndEntropies(model, batch, { linear, parts })
        : { logps: answerLogps(model, batch, { linear, gradient, parts }) };
      const [chosen, rejected] = splitAnswers(found.logps, answers);
      return {
        chosen,
        rejected,
        chosenLengths,
        rejectedLengths,
        ...("entropies" in found && entropiesOf(found.entropies, answers)),
      };
    });
  });
}

function entropiesOf(entropies: Vector, answers: number) {
  const [chosenEntropies, rejectedEntropies] = splitAnswers(entropies, answers);
  return { chosenEntropies, rejectedEntropies };
}
