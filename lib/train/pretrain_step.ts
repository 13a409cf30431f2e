/** One step of language-model training, as a pure function. */
import {
  type Branch,
  type Scalar,
  type Tensor,
  type Tensors,
  type TensorTree,
  valueAndGradients,
} from "../base/mod.ts";
import type { Step } from "../engine/mod.ts";
import { nextTokenLoss } from "../logprobs/mod.ts";
import { forward, headMatrix, type Model, type ModelConfig, TRAINED } from "../model/mod.ts";
import { applyUpdates, globalNorm, type Optimiser } from "../optim/mod.ts";

/** What language-model training carries from step to step. */
export interface PretrainState extends TensorTree {
  /** Every parameter of the model. */
  readonly params: Branch<Tensor>;
  /** Moments and counts of the optimiser. */
  readonly optimiser: TensorTree;
}

/**
 * Builds the step. Its batch is `ids` and `targets`, both `[rows, time]` (int32): a target is the token that follows.
 *
 * @param config The model's architecture.
 */
export function pretrainStep(config: ModelConfig, optimiser: Optimiser): Step {
  return (state, { ids, targets }) => {
    const { params, optimiser: moments } = state as PretrainState;
    const { value, gradients } = valueAndGradients((weights) => {
      const loss = languageModelLoss({ config, weights: weights as Tensors }, ids!, targets!);
      return { value: loss, extra: [] };
    }, params);
    const [updates, next] = optimiser.update(gradients, moments, params);
    return [
      { params: applyUpdates(params, updates) as Branch<Tensor>, optimiser: next },
      { loss: value, grad_norm: globalNorm(gradients) },
    ];
  };
}

/** Mean negative log-probability of the next token, in nats, with gradients to every parameter. */
export function languageModelLoss(model: Model, ids: Tensor, targets: Tensor): Scalar {
  const hidden = forward(model, ids, TRAINED);
  const flat = hidden.reshape([-1, model.config.width]);
  return nextTokenLoss(flat, headMatrix(model), targets.reshape([-1]));
}
