/** One method on one course: the learner takes a round, and only then is the next one made. */
import type { MetricRow } from "../../base/mod.ts";
import type { Evaluation } from "../in_domain/evaluation.ts";
import { startLearner } from "../in_domain/learner.ts";
import {
  measured,
  type MethodRun,
  reported,
  type RunMethodOptions,
} from "../in_domain/run_method.ts";
import type { Recipe } from "../in_domain/types.ts";
import type { Course, CourseOptions } from "./types.ts";

/** Options for {@linkcode runOnline}. */
export type RunOnlineOptions = RunMethodOptions & Omit<CourseOptions, "served">;

/** What a method leaves. */
export type OnlineRun = Omit<MethodRun, "played">;

/**
 * Runs a method over its course once. A round of which nothing is left costs no update.
 *
 * @throws {DivergenceError} If a metric of a step, or a score of a policy that is measured, is not finite.
 */
export async function runOnline(
  method: string,
  { recipe, course }: { readonly recipe: Recipe; readonly course: Course },
  options: RunOnlineOptions,
): Promise<OnlineRun> {
  const { rounds, seed, checkpoints, evaluate, onRound } = options;
  const rows: MetricRow[] = [];
  const add = (step: number, metrics: Readonly<Record<string, number>>) => {
    for (const [metric, value] of Object.entries(metrics)) {
      rows.push({ method, seed, step, metric, value });
    }
  };
  const learner = startLearner(recipe, options);
  const seen = { updates: 0, pairs_seen: 0, ties_seen: 0, pairs_dropped: 0 };
  let last: Evaluation | undefined;
  let t = 0;
  try {
    for await (const { round, ties, dropped } of course({ ...options, served: learner.served })) {
      if (round) {
        const metrics = await learner.learn(round, ++seen.updates);
        add(t, { loss: metrics["chase/base_F"] ?? metrics.loss!, ...reported(metrics) });
        seen.pairs_seen += round.pairs.length;
      }
      seen.ties_seen += ties;
      seen.pairs_dropped += dropped;
      onRound?.(++t);
      if (!checkpoints.includes(t) && t !== rounds.length) continue;
      last = await measured(await learner.served(), evaluate);
      add(t, { ...last.metrics, ...seen });
    }
    return { rows, adapter: await learner.served(), last: last! };
  } finally {
    learner.dispose();
  }
}
