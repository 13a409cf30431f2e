/** The loss of a batch of a memory, and its slope, as steps. */
import { type Adapter, loraMixture } from "../adapter/mod.ts";
import {
  type PairLogps,
  type PreferenceLoss,
  type Scalar,
  type Tensor,
  type Tensors,
  tf,
} from "../base/mod.ts";
import type { Compiled, Step } from "../engine/mod.ts";
import { factsOf, pairLogps, referenceOf } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import type { MemoryBatch } from "./memory_batches.ts";
import type { WeightSlope } from "./weight_loss.ts";

/** The mean loss of a batch at some weights. */
export type ValueOf = (weights: Tensor, batch: Tensors) => Scalar;

/** The loss as a function of weights and batch. */
export function valueOf(model: Model, adapters: readonly Adapter[], loss: PreferenceLoss): ValueOf {
  return (weights, batch) => {
    const linears = [loraMixture(adapters, weights)];
    const [policy] = pairLogps(model, batch, { linears }) as [PairLogps];
    return tf.mean(loss(policy, referenceOf(batch)!, factsOf(batch)));
  };
}

/** A step that gives the loss. */
export function valueStep(value: ValueOf): Step {
  return (state, { weights, ...batch }) => [state, { value: value(weights!, batch) }];
}

/** A step that gives the loss and its slope in the weights. */
export function slopeStep(valueOf: ValueOf): Step {
  return (state, { weights, ...batch }) => {
    const { value, grad } = tf.valueAndGrad((w) => valueOf(w, batch))(weights!);
    return [state, { value, gradient: grad }];
  };
}

/** The mean over a memory, from its batches. */
export async function meanOver(
  run: Compiled["run"],
  weights: readonly number[],
  batches: readonly MemoryBatch[],
): Promise<WeightSlope> {
  const sum = { value: 0, gradient: weights.map(() => 0) };
  for (const { tensors, share } of batches) {
    const point = tf.tensor1d([...weights]);
    const found = run({ weights: point, ...tensors });
    sum.value += share * (await found.value!.data())[0]!;
    const gradient = await found.gradient?.data();
    gradient?.forEach((slope, i) => sum.gradient[i]! += share * slope);
    tf.dispose([point, found]);
  }
  return sum;
}
