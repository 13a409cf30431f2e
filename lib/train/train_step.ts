/** One step of training, as a pure function. */
import { loraBank } from "../adapter/mod.ts";
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
  valueAndGradients,
} from "../base/mod.ts";
import type { Step } from "../engine/mod.ts";
import { pairLogps } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import { applyUpdates, globalNorm, type Optimiser } from "../optim/mod.ts";

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
  /** LoRA's α/r or α/√r. */
  readonly scale: number;
}

/** Names under which a batch carries the reference's log-probabilities, `[pairs]`. */
export const REFERENCE = { chosen: "reference_chosen", rejected: "reference_rejected" } as const;

/**
 * Builds the step: all modules of the objective run in one forward and backward pass through the base.
 *
 * The batch is `batchTensors` plus, where the objective asks for it, the reference's log-probabilities.
 */
export function trainStep({ model, objective, optimiser, scale }: StepOptions): Step {
  return (state, batch) => {
    const { params, optimiser: moments, objective: inner } = state as RunState;
    const reference = referenceOf(batch);
    const { value, gradients, extra } = valueAndGradients((params) => {
      const bank = objective.modules.map((name) => params[name] as Tensors);
      const policies = pairLogps(model, batch, {
        linear: loraBank(bank, scale),
        modules: bank.length,
        answers: objective.answers,
      });
      const extra = policies.flatMap(({ chosen, rejected }) => [chosen, rejected]);
      return { value: objective.loss(policies, reference ?? policies[0]!, inner), extra };
    }, params);
    const policies = policiesFrom(extra, batch, objective.answers);
    const seen = objective.observe(policies, reference ?? policies[0]!, inner);
    const [updates, nextMoments] = optimiser.update(gradients, moments, params);
    const next: RunState = {
      params: applyUpdates(params, atSpeeds(updates, objective.modules, seen.speeds)) as Branch<
        Tensor
      >,
      optimiser: nextMoments,
      objective: seen.state,
    };
    return [next, { loss: value, ...seen.metrics, grad_norm: globalNorm(gradients) }];
  };
}

/** The reference's log-probabilities that a batch carries, if it does. */
export function referenceOf(batch: Tensors): PairLogps | undefined {
  const chosen = batch[REFERENCE.chosen];
  const rejected = batch[REFERENCE.rejected];
  if (!chosen || !rejected) return undefined;
  return {
    ...lengthsOf(batch, 2),
    chosen: chosen as tf.Tensor1D,
    rejected: rejected as tf.Tensor1D,
  };
}

/** Puts the vectors that the tape let go back into the shape that objectives read. */
function policiesFrom(vectors: readonly Tensor[], batch: Tensors, answers: 1 | 2): PairLogps[] {
  const lengths = lengthsOf(batch, answers);
  return Array.from({ length: vectors.length / 2 }, (_, i) => ({
    ...lengths,
    chosen: vectors[2 * i] as tf.Tensor1D,
    rejected: vectors[2 * i + 1] as tf.Tensor1D,
  }));
}

function lengthsOf(batch: Tensors, answers: 1 | 2) {
  const all = batch.completions as tf.Tensor1D;
  const [chosenLengths, rejectedLengths] = answers === 2
    ? tf.split(all, 2) as [tf.Tensor1D, tf.Tensor1D]
    : [all, tf.zerosLike(all)];
  return { chosenLengths, rejectedLengths };
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
