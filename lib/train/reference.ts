/** Log-probabilities under the reference, each row computed once a run. */
import { type Tensors, tf } from "../base/mod.ts";
import { compile, type Compiled, type Step } from "../engine/mod.ts";
import { pairLogps } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import { REFERENCE } from "./train_step.ts";

/** Summed log-probabilities of one pair under the reference, in nats. */
interface ReferenceRow {
  readonly chosen: number;
  readonly rejected: number;
}

/** A store of reference log-probabilities. */
export interface ReferenceStore {
  /**
   * The batch's reference tensors, `[pairs]` each, which the caller owns; missing ones are computed from the batch.
   *
   * @param indices Where the batch's pairs stand in the run's list of pairs.
   */
  tensorsFor(indices: Int32Array, batch: Tensors): Promise<Tensors>;
  /** Gives back what computing them took. */
  dispose(): void;
}

/** The reference is the base with no module; its values are kept per pair of the run. */
export function referenceStore(model: Model): ReferenceStore {
  const known = new Map<number, ReferenceRow>();
  let scorer: Compiled | undefined;
  return {
    async tensorsFor(indices, batch) {
      if (!indices.every((index) => known.has(index))) {
        scorer ??= compile(scoreUnder(model), {}, batch);
        const scores = await rowsOf(scorer.run(batch));
        scores.forEach((value, i) => known.set(indices[i]!, value));
      }
      const rows = Array.from(indices, (index) => known.get(index)!);
      return {
        [REFERENCE.chosen]: tf.tensor1d(rows.map(({ chosen }) => chosen)),
        [REFERENCE.rejected]: tf.tensor1d(rows.map(({ rejected }) => rejected)),
      };
    },
    dispose: () => scorer?.dispose(),
  };
}

/** Compiled as steps are: an engine then rounds as it does for them, and a policy that has not moved ties with the base. */
function scoreUnder(model: Model): Step {
  return (_state, batch) => {
    const [logps] = pairLogps(model, batch, { gradient: false });
    return [{}, { chosen: logps!.chosen, rejected: logps!.rejected }];
  };
}

async function rowsOf(scores: Tensors): Promise<ReferenceRow[]> {
  const [chosen, rejected] = await Promise.all(
    [scores.chosen!, scores.rejected!].map((vector) => vector.data<"float32">()),
  ) as [Float32Array, Float32Array];
  tf.dispose(scores);
  return Array.from(chosen, (value, i) => ({ chosen: value, rejected: rejected[i]! }));
}
