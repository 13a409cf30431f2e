/** From measures of margins to findings in words. */
import { CHANGE_RULES } from "./change_rules.ts";
import { MARGIN_RULES } from "./margin_rules.ts";
import type { MarginMeasures } from "./pair_numbers.ts";

/** Something that stands out, and what usually helps. */
export interface Finding {
  /** Short name. */
  readonly id: string;
  /** What stands out, in a few words. */
  readonly title: string;
  /** The figures behind it. */
  readonly evidence: string;
  /** What usually helps, the most usual first. */
  readonly cures: readonly string[];
}

/**
 * What stands out in measures of margins, or in their means over seeds; the thresholds are rules of thumb.
 *
 * @example
 * ```ts
 * import { marginFindings, marginMeasures } from "@fastslow/fastslow/evaluate";
 * import { equal } from "node:assert/strict";
 *
 * const same = { chosen: [-10], rejected: [-11] };
 * equal(marginFindings(marginMeasures(same, same))[0]!.id, "unmoved");
 * ```
 */
export function marginFindings(measures: MarginMeasures): Finding[] {
  return [...CHANGE_RULES, ...MARGIN_RULES].filter(({ applies }) => applies(measures)).map(
    (rule) => {
      const { id, title, cures } = rule;
      return { id, title, evidence: rule.evidence(measures), cures };
    },
  );
}
