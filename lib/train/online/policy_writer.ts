/** Draws answers of policies, by steps that are recorded once. */
import { type Adapter, loraBank } from "../../adapter/mod.ts";
import type { Tensors } from "../../base/mod.ts";
import { scorer } from "../../evaluate/mod.ts";
import { sampler } from "../../model/mod.ts";
import type { SampleAnswers } from "./judged_answers.ts";
import type { OnlinePlan } from "./online_plan.ts";
import { requireFinitePolicy } from "./require_finite_policy.ts";
import { sampleAnswers } from "./sample_answers.ts";

/** Draws answers of policies. */
export interface PolicyWriter {
  /**
   * Draws from a policy.
   *
   * @throws {DivergenceError} If its log-probabilities are no numbers.
   */
  sample(policy: Adapter): SampleAnswers;
  /** Gives back whatever was recorded. */
  dispose(): void;
}

/** Makes a writer for policies of a run's shape. */
export function policyWriter(
  { model, scale, temperature, maxTokens, eos }: OnlinePlan,
): PolicyWriter {
  const linear = (weights: Tensors) => loraBank([weights], scale);
  const drawing = sampler(model, { temperature, linear });
  const scoring = scorer(model, { linear });
  return {
    sample: ({ weights }) => async (prompts, key) => {
      const answers = await sampleAnswers(drawing, prompts, { maxTokens, eos, weights, key });
      await requireFinitePolicy(
        prompts,
        answers,
        (asked, given) => scoring.scoreAnswers(asked, given, weights),
      );
      return answers;
    },
    dispose() {
      drawing.dispose();
      scoring.dispose();
    },
  };
}
