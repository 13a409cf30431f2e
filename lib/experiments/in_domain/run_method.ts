/** One method on one stream: f_t is taken before update t, the policy measured between updates. */
import type { Adapter } from "../../adapter/mod.ts";
import { type MetricRow, tf } from "../../base/mod.ts";
import type { Evaluation } from "./evaluation.ts";
import { type LearnerOptions, startLearner } from "./learner.ts";
import type { Recipe } from "./types.ts";

/** Options for {@linkcode runMethod}. */
export interface RunMethodOptions extends LearnerOptions {
  /** Updates after which the policy is measured; the last one always is. */
  readonly checkpoints: readonly number[];
  /** Measures a policy. */
  readonly evaluate: (adapter: Adapter) => Promise<Evaluation>;
  /** Told after each round. */
  readonly onRound?: (done: number) => void;
}

/** What a method leaves. */
export interface MethodRun {
  /** Every measurement. */
  readonly rows: readonly MetricRow[];
  /** f_t(θ_t) of the served policy, before update t, in nats. */
  readonly played: readonly number[];
  /** The served adapter at the end; the caller owns it. */
  readonly adapter: Adapter;
  /** Its evaluation. */
  readonly last: Evaluation;
}

/** Names of a step's metrics in reports. */
const REPORTED: Readonly<Record<string, string>> = {
  "rewards/margins": "margin_F",
  "S/rewards/margins": "margin_S",
  "loss/slope": "slope_F",
  "chase/slope_F": "slope_F",
  "chase/slope_S": "slope_S",
  "chase/floor": "floor",
  "chase/role": "role",
  "chase/swaps": "swaps",
  "logps/chosen": "logp_chosen",
};

/**
 * Runs a method over the stream once.
 *
 * @throws {DivergenceError} If a metric of a step, or a score of a policy that is measured, is not finite.
 */
export async function runMethod(
  method: string,
  recipe: Recipe,
  options: RunMethodOptions,
): Promise<MethodRun> {
  const { rounds, seed, checkpoints, evaluate, onRound } = options;
  const rows: MetricRow[] = [];
  const played: number[] = [];
  const add = (step: number, metrics: Readonly<Record<string, number>>) => {
    for (const [metric, value] of Object.entries(metrics)) {
      rows.push({ method, seed, step, metric, value });
    }
  };
  const learner = startLearner(recipe, options);
  let last: Evaluation | undefined;
  try {
    for (const [t, round] of rounds.entries()) {
      const metrics = await learner.learn(round, t + 1);
      played.push(metrics["chase/base_F"] ?? metrics.loss!);
      add(t, { loss: played.at(-1)!, ...reported(metrics) });
      onRound?.(t + 1);
      if (checkpoints.includes(t + 1) || t + 1 === rounds.length) {
        last = await measured(await learner.served(), evaluate);
        add(t + 1, last.metrics);
      }
    }
    return { rows, played, adapter: await learner.served(), last: last! };
  } finally {
    learner.dispose();
  }
}

/** Measures a policy and lets it go. */
export async function measured(
  adapter: Adapter,
  evaluate: RunMethodOptions["evaluate"],
): Promise<Evaluation> {
  try {
    return await evaluate(adapter);
  } finally {
    tf.dispose(adapter.weights);
  }
}

/** The metrics of a step that reports show, under their names there. */
export function reported(metrics: Readonly<Record<string, number>>): Record<string, number> {
  const known = Object.entries(REPORTED).filter(([name]) => metrics[name] !== undefined);
  return Object.fromEntries(known.map(([name, short]) => [short, metrics[name]!]));
}
