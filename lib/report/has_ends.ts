import type { Interval } from "../base/mod.ts";

/** Whether an interval ends on both sides; that of the mean of a single value does not. */
export function hasEnds({ low, high }: Interval): boolean {
  return Number.isFinite(low) && Number.isFinite(high);
}
