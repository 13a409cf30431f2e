/** What the experiment adds to a training step: several updates a round, and an average that is served. */
import { loraBank, loraScales } from "../../adapter/mod.ts";
import {
  type Branch,
  mapTree,
  type PreferenceLoss,
  type Tensor,
  type Tensors,
  type TensorTree,
  tf,
} from "../../base/mod.ts";
import type { Step } from "../../engine/mod.ts";
import { pairLogps, referenceOf } from "../../logprobs/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { RunState } from "../../train/mod.ts";
import type { Common } from "./types.ts";

/** The state of a step whose iterates are averaged. */
export interface AveragedState extends TensorTree {
  /** State of the step itself. */
  readonly run: TensorTree;
  /** Average of the first module's factors. */
  readonly average: Branch<Tensor>;
}

/** Takes `updates` updates on each batch; reports what the first one saw. */
export function repeated(step: Step, updates: number): Step {
  return (state, batch) => {
    let [next, metrics] = step(state, batch);
    for (let update = 1; update < updates; update++) [next] = step(next, batch);
    return [next, metrics];
  };
}

/**
 * Serves an average of the first module's iterates: reports the base loss of the average before the update as `loss`, and
 * then moves the average towards the new iterate by `weight`, a scalar of the batch.
 *
 * @param step The step that makes the iterates.
 */
export function averaged(
  step: Step,
  { model, loss, lora }: { model: Model; loss: PreferenceLoss; lora: Common["lora"] },
): Step {
  return (state, { weight, ...batch }) => {
    const { run, average } = state as AveragedState;
    const linear = loraBank([average as Tensors], loraScales(lora));
    const [policy] = pairLogps(model, batch, { linears: [linear], gradient: false });
    const played = tf.mean(loss(policy!, referenceOf(batch)!));
    const [next, metrics] = step(run, batch);
    const [iterate] = Object.values((next as RunState).params) as [TensorTree];
    const moved = mapTree((a, b) => tf.add(a, tf.mul(tf.sub(b, a), weight!)), average, iterate);
    // What the step reports beside is of the iterate, which is not what is served.
    return [{ run: next, average: moved as Branch<Tensor> }, {
      loss: played,
      grad_norm: metrics.grad_norm!,
    }];
  };
}
