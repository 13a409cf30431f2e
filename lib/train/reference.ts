/** Log-probabilities under the reference, each row computed once a run. */
import { type Tensors, tf } from "../base/mod.ts";
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
}

/** The reference is the base with no module; its values are kept per pair of the run. */
export function referenceStore(model: Model): ReferenceStore {
  const known = new Map<number, ReferenceRow>();
  return {
    async tensorsFor(indices, batch) {
      if (!indices.every((index) => known.has(index))) {
        (await compute(model, batch)).forEach((value, i) => known.set(indices[i]!, value));
      }
      const rows = Array.from(indices, (index) => known.get(index)!);
      return {
        [REFERENCE.chosen]: tf.tensor1d(rows.map(({ chosen }) => chosen)),
        [REFERENCE.rejected]: tf.tensor1d(rows.map(({ rejected }) => rejected)),
      };
    },
  };
}

async function compute(model: Model, batch: Tensors): Promise<ReferenceRow[]> {
  const both = tf.tidy(() => {
    const [{ chosen, rejected }] = pairLogps(model, batch, { gradient: false }) as [
      ReturnType<typeof pairLogps>[number],
    ];
    return tf.stack([chosen, rejected]); // [2, pairs]
  });
  const values = await both.data<"float32">();
  both.dispose();
  const pairs = values.length / 2;
  return Array.from(
    { length: pairs },
    (_, i) => ({ chosen: values[i]!, rejected: values[pairs + i]! }),
  );
}
