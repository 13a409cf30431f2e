/** What is said of regret, and of the chase, held against what came out. */
import type { MetricRow } from "../../base/mod.ts";
import type { Claim } from "../in_domain/claim.ts";
import { tablesOf } from "../in_domain/method_tables.ts";
import { boundClaims } from "./bound_claims.ts";
import { chaseClaims } from "./chase_claims.ts";
import { watchedClaims } from "./watched_claims.ts";

/**
 * Judges every claim that the rows can speak to. "Under its bound" is claimed for α = 0 on the convex surrogate alone; what the
 * chase does is measured, and no theorem stands behind it.
 *
 * @param rows Measurements of all parts.
 *
 * @example
 * ```ts
 * import { onlineRegretClaims } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(onlineRegretClaims([]), []);
 * ```
 */
export function onlineRegretClaims(rows: readonly MetricRow[]): Claim[] {
  return [
    ...boundClaims(rows),
    ...watchedClaims(tablesOf(rows.filter(({ metric }) => /^(gradient|raw)\//.test(metric)))),
    ...chaseClaims(
      tablesOf(rows.filter(({ metric }) => !/^(gradient|raw|phase|bound|moving)\//.test(metric))),
    ),
  ];
}
