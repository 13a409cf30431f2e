/** The exact comparator of static regret on a log-linear policy. */
import type { LogLinear } from "./log_linear.ts";
import { requireRounds, type Sums, sumsAt } from "./logistic_sums.ts";
import { newtonPoint } from "./newton_point.ts";
import { requirePositive } from "./requirements.ts";
import { dot, norm, plusTimes } from "./vectors.ts";

/** Options for {@linkcode bestInHindsight}. */
export interface HindsightOptions {
  /** R: the comparator is looked for where ‖u‖ ≤ R. */
  readonly radius: number;
  /** Largest certificate that will do, in nats over the whole stream. @default {1e-10} */
  readonly tolerance?: number;
  /** Most steps. @default {100} */
  readonly steps?: number;
}

/** The best fixed point, with its proof. */
export interface Hindsight {
  /** u, `[dimension]`. */
  readonly point: Float64Array;
  /** Σ f_t(u), in nats. */
  readonly total: number;
  /** Frank-Wolfe gap ⟨g, u⟩ + R‖g‖ ≥ Σ f_t(u) − min Σ f_t, with g the gradient of the sum at u; in nats. */
  readonly certificate: number;
  /** Steps that it took. */
  readonly steps: number;
}

/**
 * argmin Σ_t f_t(u) over ‖u‖ ≤ R for DPO on a log-linear policy, by Newton's method with each quadratic model minimised over the
 * ball exactly. The certificate bounds how much better any other point could be
 * ({@link https://proceedings.mlr.press/v28/jaggi13.html | Jaggi, 2013}): it is proof whatever led to the point.
 *
 * @param policy The policies.
 * @param rounds Differences of features of each round's pairs, `[pairs × dimension]` each, mean over the pairs of a round. It is
 * gone through once a step and never kept, so that it may be generated anew each time; an array or a re-iterable, no
 * generator.
 * @throws {TypeError} If the rounds can be gone through once alone, as a generator's.
 * @throws {RangeError} If there is no round, features are not finite or not whole, `radius` is not positive and finite, or the
 * certificate is not reached.
 *
 * @example
 * ```ts
 * import { bestInHindsight, logLinear } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * // Three of four labels say one thing: βu = log 3.
 * const { point, certificate } = bestInHindsight(logLinear(1, { beta: 0.5 }), [[1], [1], [1], [-1]], { radius: 4 });
 * ok(Math.abs(point[0]! - 2 * Math.log(3)) < 1e-9);
 * ok(certificate <= 1e-10);
 * ```
 */
export function bestInHindsight(
  policy: LogLinear,
  rounds: Iterable<ArrayLike<number>>,
  { radius, tolerance = 1e-10, steps = 100 }: HindsightOptions,
): Hindsight {
  requirePositive("radius", radius);
  requirePositive("tolerance", tolerance);
  requireRounds(policy.dimension, rounds);
  const at = (point: Float64Array) => placeOf(point, sumsAt(policy, rounds, point), radius);
  let place = at(new Float64Array(policy.dimension));
  let best = place;
  let step = 0;
  for (; best.certificate > tolerance && step < steps; step++) {
    const next = lower(place, newtonPoint(place, radius), at);
    if (!next) break;
    place = next;
    if (place.certificate <= best.certificate) best = place;
  }
  if (!(best.certificate <= tolerance)) {
    throw new RangeError(
      `Cannot certify the best point after ${step} steps as its gap must be <= ${tolerance}: current value is ${best.certificate}; allow more steps or a larger tolerance`,
    );
  }
  return { point: best.point, total: best.loss, certificate: best.certificate, steps: step };
}

interface Place extends Sums {
  readonly point: Float64Array;
  readonly certificate: number;
}

function placeOf(point: Float64Array, sums: Sums, radius: number): Place {
  const { gradient } = sums;
  // Rounding can take it below 0, where it proves as much.
  const certificate = Math.max(0, dot(gradient, point) + radius * norm(gradient));
  return { ...sums, point, certificate };
}

/** The first point on the way to `target`, halved until the loss falls as a convex one must, to within rounding. */
function lower(
  from: Place,
  target: Float64Array,
  at: (point: Float64Array) => Place,
): Place | undefined {
  const way = plusTimes(target, -1, from.point);
  const slope = dot(from.gradient, way);
  const rounding = 1e-14 * Math.abs(from.loss);
  for (let share = 1; share > 1e-10; share /= 2) {
    const place = at(plusTimes(from.point, share, way));
    if (place.loss <= from.loss + 1e-4 * share * slope + rounding) return place;
  }
  return undefined;
}
