/** How much each number of a module matters to what it has learnt. */
import { type Adapter, loraBank, loraScales } from "../../adapter/mod.ts";
import {
  type PairLogps,
  type PreferenceLoss,
  type Tensors,
  tf,
  valueAndGradients,
} from "../../base/mod.ts";
import { compile } from "../../engine/mod.ts";
import { pairLogps, referenceOf } from "../../logprobs/mod.ts";
import type { Model } from "../../model/mod.ts";
import { type Round, roundTensors } from "../in_domain/batches.ts";
import { picked } from "./replay.ts";

/** What is differentiated. */
export interface FisherOptions {
  /** The frozen base. */
  readonly model: Model;
  /** −log of the probability that a label has, such as DPO's. */
  readonly loss: PreferenceLoss;
  /** Id that fills short rows. */
  readonly padId: number;
}

/**
 * The diagonal of the empirical Fisher information of the labels: the mean over pairs of the squared gradient of
 * −log p(label), number by number.
 *
 * @param adapter Where it is taken.
 * @param memory The pairs.
 * @returns Like the adapter's factors; the caller owns it.
 */
export function fisherDiagonal(
  { weights, config }: Adapter,
  memory: Round,
  { model, loss, padId }: FisherOptions,
): Tensors {
  const batches = memory.pairs.map((_, i) => roundTensors(picked(memory, [i]), padId));
  const share = 1 / batches.length;
  const none = zerosLike(weights);
  const step = compile(
    (state, batch) => {
      const { gradients } = valueAndGradients((params) => {
        const linears = [loraBank([params as Tensors], loraScales(config))];
        const [policy] = pairLogps(model, batch, { linears }) as [PairLogps];
        return { value: tf.mean(loss(policy, referenceOf(batch)!)), extra: [] };
      }, weights);
      const sums = Object.entries(state).map(([name, sum]) => {
        const squared = tf.square((gradients as Tensors)[name]!);
        return [name, tf.add(sum as tf.Tensor, tf.mul(squared, share))];
      });
      return [Object.fromEntries(sums), {}];
    },
    none,
    batches[0]!,
  );
  for (const batch of batches) step.run(batch);
  const diagonal = step.read() as Tensors;
  step.dispose();
  tf.dispose([batches, none]);
  return diagonal;
}

function zerosLike(weights: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(weights).map(([name, factor]) => [name, tf.zerosLike(factor)]),
  );
}
