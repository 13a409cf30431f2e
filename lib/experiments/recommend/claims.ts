/** Whether it helps to reject several candidates at once. */
import type { MetricRow } from "../../base/mod.ts";
import { type Claim, difference, judge, shown } from "../in_domain/claim.ts";
import { unsupported } from "../in_domain/claims.ts";
import { tablesOf } from "../in_domain/method_tables.ts";

/** Options for {@linkcode recommendClaims}. */
export interface RecommendClaimOptions {
  /** Whether a claim may be supported at all; a look of few seeds may not. @default {true} */
  readonly mayBeSupported?: boolean;
}

/** Holds each larger K against K = 1, and K = 1 against the reference, seed by seed. */
export function recommendClaims(
  rows: readonly MetricRow[],
  { mayBeSupported = true }: RecommendClaimOptions = {},
): Claim[] {
  const tables = tablesOf(rows);
  const several = [...tables.keys()].filter((name) => /^sdpo-/.test(name) && name !== "sdpo-1");
  const all = [["sdpo-1", "sft"], ...several.map((name) => [name, "sdpo-1"])] as [string, string][];
  const claims = all.filter((pair) => pair.every((name) => tables.has(name))).map((
    [own, rival],
  ): Claim => {
    const found = difference(tables.get(own)!, tables.get(rival)!, "hit_ratio");
    return {
      id: `${own}-over-${rival}`,
      claim: `${own} chooses right more often than ${rival}.`,
      verdict: judge(found, { direction: "greater" }),
      evidence: `difference of the hit ratio ${shown(found.interval)}, seeds: ${found.seeds}`,
    };
  });
  return mayBeSupported ? claims : claims.map(unsupported);
}
