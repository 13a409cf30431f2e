/** An online run's options, checked and completed. */
import type { Adapter } from "../../adapter/mod.ts";
import { fold, type Key, key, type Tensors } from "../../base/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Checkpoint } from "../checkpoint.ts";
import { requireSplittable } from "../passes.ts";
import { requireCount, type Shape, shapeOf, STREAMS } from "../plan.ts";
import { requireObjective } from "../require_objective.ts";
import { identityOf, type RunIdentity } from "../run_identity.ts";
import { startOf } from "../run_start.ts";
import type { TrainOnlineOptions } from "./online_options.ts";
import { requireRounds } from "./rounds.ts";

/** What the rounds work from. */
export interface OnlinePlan extends Shape, RunIdentity {
  /** Answers to each prompt. */
  readonly answers: number;
  /** Rounds that a policy is sampled in. */
  readonly staleness: number;
  /** Token that ends an answer. */
  readonly eos: number;
  /** Most tokens of an answer. */
  readonly maxTokens: number;
  /** Divides logits. */
  readonly temperature: number;
  /** Rounds after which the run ends; Infinity where the prompts end it. */
  readonly rounds: number;
  /** Rounds between checkpoints. */
  readonly saveEvery: number;
  /** Random stream of all rounds. */
  readonly key: Key;
  /** Where the rounds go on. */
  readonly start: Checkpoint;
  /** The policy that they still sample there, if it is not the state's own. */
  readonly sampled: Adapter | undefined;
}

/**
 * Completes the options and finds the run's start.
 *
 * @throws {RangeError} If a number is out of its range, or `out` holds another run.
 */
export async function onlinePlanOf(options: TrainOnlineOptions): Promise<OnlinePlan> {
  requireObjective(options.objective);
  const { rounds = Infinity, saveEvery = 50, seed = 0, eos } = options;
  const { answers = 2, staleness = 1, maxTokens = 64, temperature = 1 } = options;
  if (rounds !== Infinity) requireCount("rounds", rounds);
  requireCount("saveEvery", saveEvery);
  requireCount("maxTokens", maxTokens);
  requireRounds(staleness, answers);
  requireSplittable(options.objective, options.tokenBudget);
  requireToken(eos, options.model);
  requireTemperature(temperature);
  const shape = shapeOf(options);
  const sampling = { eos, answers, maxTokens, temperature, staleness: String(staleness) };
  const same = await identityOf(options, shape.lora, sampling);
  const root = key(seed);
  const { step, state } = await startOf(options, {
    ...{ ...shape, ...same, steps: rounds },
    key: fold(root, STREAMS.modules),
  });
  const { sampled, ...run } = state;
  return {
    ...{ ...shape, ...same, eos, answers, staleness, maxTokens, temperature, rounds, saveEvery },
    key: fold(root, STREAMS.rounds),
    start: { step, state: run },
    sampled: sampled && { config: shape.lora, weights: sampled as Tensors },
  };
}

/** At 0 all answers to a prompt are one. */
function requireTemperature(temperature: number) {
  if (temperature > 0 && temperature < Infinity) return;
  throw new RangeError(
    `Cannot train online as temperature must be > 0: current value is ${temperature}`,
  );
}

/** Under another id no answer would ever end. */
function requireToken(eos: number, { config }: Model) {
  if (Number.isInteger(eos) && eos >= 0 && eos < config.vocab) return;
  throw new RangeError(
    `Cannot train online as eos must be one of the model's ${config.vocab} tokens: current value is ${eos}`,
  );
}
