import { againstBest } from "./against_best.ts";
import { logLogSlope } from "./log_log_slope.ts";
import {
  comparatorNamed,
  perRound,
  requireLosses,
  runningDifference,
  type StreamLosses,
} from "./stream_losses.ts";

/** What {@linkcode regret} measures. */
export interface Regret {
  /** T, the rounds of the stream. */
  readonly rounds: number;
  /** Name of the comparator with the lowest loss over the whole stream; of equal ones the first. */
  readonly best: string;
  /** Static regret R_T = Σ f_t(θ_t) − min_u Σ f_t(u), in nats; negative if the played module beats all comparators. */
  readonly total: number;
  /** R_t against `best`, the comparator that is best at the end, `[rounds]`. */
  readonly curve: readonly number[];
  /** R_t / t, `[rounds]`. */
  readonly average: readonly number[];
  /** Cumulative regret against each comparator, by name, `[rounds]`. */
  readonly curves: Readonly<Record<string, readonly number[]>>;
  /** Growth of `curve` by {@linkcode logLogSlope}; undefined where it has none. */
  readonly slope: number | undefined;
}

/**
 * Static regret of the modules that were played against the best of the given fixed comparators,
 * Σ f_t(θ_t) − min_u Σ f_t(u) ({@link https://arxiv.org/abs/1909.05207 | Hazan}). The minimum is over the
 * comparators given: where none of them is the true minimiser, this is a lower bound of the regret.
 *
 * @param losses Losses of what was played and of each comparator, round by round.
 * @throws {RangeError} If there is no round or no comparator, or if a loss is missing or not finite; names the round.
 *
 * @example
 * ```ts
 * import { regret } from "@fastslow/fastslow/regret";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const { best, total, curve } = regret({
 *   played: [4, 2, 1],
 *   comparators: { early: [1, 2, 3], late: [3, 1, 1] },
 * });
 *
 * equal(best, "late");
 * equal(total, 2);
 * deepEqual(curve, [1, 2, 2]);
 * ```
 */
export function regret({ played, comparators }: StreamLosses): Regret {
  const rounds = played.length;
  const entries = Object.entries(comparators);
  if (rounds === 0) {
    throw new RangeError("Cannot measure regret as there must be a round: current count is 0");
  }
  requireLosses("the played module", played, rounds);
  for (const [name, losses] of entries) requireLosses(comparatorNamed(name), losses, rounds);
  const curves = entries.map(([name, losses]) =>
    [name, runningDifference(played, losses)] as const
  );
  const [best, curve] = againstBest(curves);
  return {
    rounds,
    best,
    total: curve.at(-1)!,
    curve,
    average: perRound(curve),
    curves: Object.fromEntries(curves),
    slope: logLogSlope(curve),
  };
}
