/** A step in parts: gradients of one part of the batch after the other are added up, and then the modules move. */
import { flatten, type Tensor, type Tensors, tf, unflatten } from "../base/mod.ts";
import type { Step } from "../engine/mod.ts";
import { joinAnswers } from "./join_answers.ts";
import { factsOf } from "../logprobs/mod.ts";
import { policiesFrom, referenceOrZeros } from "./step_batch.ts";
import { gradientsOf, type RunState, type StepOptions, updated } from "./train_step.ts";

/** Names of what one part hands to the next and to the end of the step. */
const GRADIENT = "gradient of ";
const VECTOR = "log-probabilities ";
/** Name under which a part is told its share of the batch. */
export const SHARE = "share";

/** What a part leaves: sums of gradients, and log-probabilities of the chosen and the rejected answers of each module. */
export interface PartSums {
  /** Gradients by name. */
  readonly gradients: Tensors;
  /** Log-probabilities. */
  readonly vectors: readonly Tensor[];
}

/**
 * Builds what is run on each part: the state stays as it is.
 *
 * The batch is that of a step, and besides the part's share of the whole, a scalar, and the gradients of the parts before.
 */
export function partStep(options: StepOptions): Step {
  return (state, { [SHARE]: share, ...batch }) => {
    const { gradients, extra } = gradientsOf(options, state as RunState, batch);
    const sums = named(flatten(gradients)).map(([name, gradient]): [string, Tensor] => [
      name,
      tf.add(batch[name]!, tf.mul(gradient, share!)),
    ]);
    const vectors = extra.map((vector, i): [string, Tensor] => [VECTOR + i, vector]);
    return [state, Object.fromEntries([...sums, ...vectors])];
  };
}

/**
 * Builds the end of the step, which moves the modules.
 *
 * The batch is made by {@linkcode endBatch}.
 */
export function endStep(options: StepOptions): Step {
  const { objective } = options;
  return (state, batch) => {
    const { objective: inner } = state as RunState;
    const vectors = Array.from(
      { length: 2 * objective.modules.length },
      (_, i) => batch[VECTOR + i]!,
    );
    const policies = policiesFrom(vectors, batch);
    const reference = referenceOrZeros(batch, policies[0]!);
    const value = objective.loss(policies, reference, inner, factsOf(batch));
    const gradients = unflatten(
      Object.fromEntries(
        Object.entries(batch).flatMap(([name, tensor]) =>
          name.startsWith(GRADIENT) ? [[name.slice(GRADIENT.length), tensor]] : []
        ),
      ),
    );
    return updated(options, state as RunState, { value, gradients, policies, batch });
  };
}

/** Gradients before the first part: zeros like the factors. */
export function noGradients({ params }: RunState): Tensors {
  return Object.fromEntries(
    named(flatten(params)).map(([name, leaf]) => [name, tf.zeros(leaf.shape)]),
  );
}

/** Divides what a part's run gave. */
export function sumsOf(found: Tensors): PartSums {
  const entries = Object.entries(found);
  return {
    gradients: Object.fromEntries(entries.filter(([name]) => name.startsWith(GRADIENT))),
    vectors: entries.filter(([name]) => name.startsWith(VECTOR)).map(([, vector]) => vector),
  };
}

/** The batch of {@linkcode endStep}: the sums, and the vectors of all parts joined in order. */
export function endBatch(gradients: Tensors, parts: readonly (readonly Tensor[])[]): Tensors {
  const joined = parts[0]!.map((_, i): [string, Tensor] => [
    VECTOR + i,
    joinAnswers(parts.map((vectors) => vectors[i]!), parts.map(([chosen]) => chosen!.size)),
  ]);
  return { ...gradients, ...Object.fromEntries(joined) };
}

function named(leaves: Tensors): [string, Tensor][] {
  return Object.entries(leaves).map(([path, leaf]) => [GRADIENT + path, leaf]);
}
