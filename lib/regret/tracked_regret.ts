import { againstBest } from "./against_best.ts";
import { totalOf } from "./compensated_sum.ts";
import { logLogSlope } from "./log_log_slope.ts";
import type { Regret } from "./regret.ts";
import type { LossState, RegretState } from "./regret_state.ts";

/** {@linkcode Regret} at some of the rounds. */
export interface TrackedRegret extends Regret {
  /** Rounds at which the curves have points, ascending, the last one always among them, `[points]`. */
  readonly steps: readonly number[];
}

/** Regret from sums of losses. */
export function trackedRegret({ rounds, kept, played, comparators }: RegretState): TrackedRegret {
  if (rounds === 0) {
    throw new RangeError("Cannot measure regret as there must be a round: current count is 0");
  }
  const steps = kept.at(-1) === rounds ? kept : [...kept, rounds];
  const path = (losses: LossState) =>
    steps.length === kept.length ? losses.sums : [...losses.sums, totalOf(losses)];
  const paid = path(played);
  const curves = Object.entries(comparators).map(([name, losses]) => {
    const own = path(losses);
    return [name, paid.map((sum, i) => sum - own[i]!)] as const;
  });
  const [best, curve] = againstBest(curves);
  return {
    rounds,
    best,
    total: curve.at(-1)!,
    steps,
    curve,
    average: curve.map((sum, i) => sum / steps[i]!),
    curves: Object.fromEntries(curves),
    slope: logLogSlope(curve, { steps }),
  };
}
