/** A rule of thumb on measures of margins. */
import type { Finding } from "./margin_findings.ts";
import type { MarginMeasures } from "./pair_numbers.ts";

/** A finding before it is known whether it applies. */
export interface Rule extends Omit<Finding, "evidence"> {
  /** Whether the measures say so. */
  readonly applies: (measures: MarginMeasures) => boolean;
  /** The figures behind it, in words. */
  readonly evidence: (measures: MarginMeasures) => string;
}

/** Changes below this, in nats, are none. */
export const STILL = 1e-3;

/** Whether nothing has changed. */
export function isStill(
  { chosen_change, rejected_change, margin_spread }: MarginMeasures,
): boolean {
  return [chosen_change, rejected_change, margin_spread].every((each) => Math.abs(each) < STILL);
}
