import type { Interval } from "../base/mod.ts";

/** Which side of the margin a claim puts a mean on. */
export type Direction = "greater" | "less";

/** Options for {@linkcode verdict}. */
export interface VerdictOptions {
  /** The claim: the mean is greater, or less, than `margin`. */
  readonly direction: Direction;
  /** What the mean is held against, in its unit, with its sign. @default {0} */
  readonly margin?: number;
  /** Seeds behind the interval: independent trainings, not prompts. */
  readonly seeds: number;
  /** Fewer seeds than this never support a claim. @default {3} */
  readonly minSeeds?: number;
}

/** What an interval says of a claim. */
export interface Verdict {
  /** The finding. */
  readonly verdict: "supported" | "not supported" | "inconclusive";
  /** Why, as one clause. */
  readonly reason: string;
  /** The interval that was judged. */
  readonly interval: Interval;
}

const SIGNS: Readonly<Record<Direction, 1 | -1>> = { greater: 1, less: -1 };

/**
 * Judges the claim that a mean (mostly of a difference) lies on one side of a margin: supported if the whole interval
 * lies on that side, not supported if the whole interval does not, inconclusive otherwise. The margin itself is not on
 * the claimed side. Too few seeds may refute a claim but never support it.
 *
 * @param interval The interval of the mean.
 * @param options The claim and the seeds behind the interval.
 * @throws {RangeError} If `margin` is not finite, `seeds` or `minSeeds` is not a whole number ≥ 1, or the interval is none.
 * @throws {TypeError} If `direction` is neither "greater" nor "less".
 *
 * @example
 * ```ts
 * import { pairedInterval, verdict } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * const gain = pairedInterval([0.71, 0.74, 0.69], [0.61, 0.63, 0.6]);
 * equal(verdict(gain, { direction: "greater", seeds: 3 }).verdict, "supported");
 * equal(verdict(gain, { direction: "greater", margin: 0.1, seeds: 3 }).verdict, "inconclusive");
 * equal(verdict(gain, { direction: "less", seeds: 3 }).verdict, "not supported");
 * equal(verdict(gain, { direction: "greater", seeds: 2 }).verdict, "inconclusive");
 * ```
 */
export function verdict(
  interval: Interval,
  { direction, margin = 0, seeds, minSeeds = 3 }: VerdictOptions,
): Verdict {
  requireClaim(interval, { direction, margin, seeds, minSeeds });
  const { low, high } = interval;
  // Distances beyond the margin, counted along the claim.
  const along = [low, high].map((end) => SIGNS[direction] * (end - margin));
  const side = `${direction} than ${margin}`;
  const whole = `the interval [${low}, ${high}]`;
  if (Math.max(...along) <= 0) {
    return { verdict: "not supported", reason: `no part of ${whole} is ${side}`, interval };
  }
  if (Math.min(...along) <= 0) {
    return {
      verdict: "inconclusive",
      reason: `${whole} is not on one side of ${margin}`,
      interval,
    };
  }
  if (seeds < minSeeds) {
    const reason =
      `${whole} is ${side}, but it takes ${minSeeds} seeds to say so: there are ${seeds}`;
    return { verdict: "inconclusive", reason, interval };
  }
  return { verdict: "supported", reason: `${whole} is ${side}`, interval };
}

function requireClaim(
  { low, high }: Interval,
  { direction, margin, seeds, minSeeds }: Required<VerdictOptions>,
): void {
  if (!Object.hasOwn(SIGNS, direction)) {
    throw new TypeError(
      `Cannot judge a claim as direction must be "greater" or "less": current value is "${direction}"`,
    );
  }
  if (!Number.isFinite(margin)) {
    throw new RangeError(
      `Cannot judge a claim as margin must be finite: current value is ${margin}`,
    );
  }
  if (!(low <= high)) {
    throw new RangeError(
      `Cannot judge a claim as low must not exceed high: current values are ${low} and ${high}`,
    );
  }
  for (const [name, count] of Object.entries({ seeds, minSeeds })) {
    if (!(Number.isInteger(count) && count >= 1)) {
      throw new RangeError(
        `Cannot judge a claim as ${name} must be a whole number >= 1: current value is ${count}`,
      );
    }
  }
}
