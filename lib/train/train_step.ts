/** One step of training, as a pure function. */
import { loraBank, type LoraScale } from "../adapter/mod.ts";
import {
  type Branch,
  mapTree,
  type Objective,
  type PairLogps,
  type Scalar,
  type Tensor,
  type Tensors,
  type TensorTree,
  tf,
  type ValueAndGradients,
  valueAndGradients,
} from "../base/mod.ts";
import type { Step } from "../engine/mod.ts";
import { factsOf, pairLogps } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import { applyUpdates, globalNorm, type Optimiser } from "../optim/mod.ts";
import { policiesFrom, referenceOrZeros } from "./step_batch.ts";

/** What a run carries from step to step; all of it is saved and resumed. */
export interface RunState extends TensorTree {
  /** LoRA factors by module. */
  readonly params: Branch<Tensor>;
  /** Moments and counts of the optimiser. */
  readonly optimiser: TensorTree;
  /** Roles and windows of the objective. */
  readonly objective: TensorTree;
}

/** What a step is built from. */
export interface StepOptions {
  /** The frozen base. */
  readonly model: Model;
  /** What is minimised. */
  readonly objective: Objective;
  /** How gradients become updates. */
  readonly optimiser: Optimiser;
  /** LoRA's α/r or α/√r, of each map. */
  readonly scale: LoraScale;
}

/**
 * Builds the step: all modules of the objective run in one forward and backward pass.
 *
 * The batch is `batchTensors` plus, where the objective asks for it, what the reference says; see `REFERENCE`.
 */
export function trainStep(options: StepOptions): Step {
  return (state, batch) => {
    const { value, gradients, extra } = gradientsOf(options, state as RunState, batch);
    const policies = policiesFrom(extra, batch);
    return updated(options, state as RunState, { value, gradients, policies, batch });
  };
}

/** The loss, its gradient in the factors, and the log-probabilities of both answers under each module. */
export function gradientsOf(
  { model, objective, scale }: StepOptions,
  { params, objective: inner }: RunState,
  batch: Tensors,
): ValueAndGradients {
  return valueAndGradients((params) => {
    const linears = objective.modules.map((name) => loraBank([params[name] as Tensors], scale));
    const policies = pairLogps(model, batch, { linears });
    const extra = policies.flatMap(({ chosen, rejected }) => [chosen, rejected]);
    const reference = referenceOrZeros(batch, policies[0]!);
    return { value: objective.loss(policies, reference, inner, factsOf(batch)), extra };
  }, params);
}

/** What a step found out, before anything has moved. */
export interface Found {
  /** The loss. */
  readonly value: Scalar;
  /** Its gradient in the factors. */
  readonly gradients: TensorTree;
  /** Log-probabilities under each module. */
  readonly policies: readonly PairLogps[];
  /** The batch, for what the reference says and what is known of the pairs. */
  readonly batch: Tensors;
}

/** The next state and the metrics of a step. */
export function updated(
  { objective, optimiser }: StepOptions,
  { params, optimiser: moments, objective: inner }: RunState,
  { value, gradients, policies, batch }: Found,
): readonly [RunState, Tensors] {
  const reference = referenceOrZeros(batch, policies[0]!);
  const seen = objective.observe(policies, reference, inner, factsOf(batch));
  const [updates, nextMoments] = optimiser.update(gradients, moments, params);
  const next: RunState = {
    params: applyUpdates(params, atSpeeds(updates, objective.modules, seen.speeds)) as Branch<
      Tensor
    >,
    optimiser: nextMoments,
    objective: seen.state,
  };
  return [next, { loss: value, ...seen.metrics, grad_norm: globalNorm(gradients) }];
}

/** Each module's updates times its speed. */
function atSpeeds(
  updates: TensorTree,
  modules: readonly string[],
  speeds: readonly Scalar[],
): TensorTree {
  return Object.fromEntries(modules.map((name, i) => [
    name,
    mapTree((update) => tf.mul(update, speeds[i]!), updates[name] as TensorTree),
  ]));
}
