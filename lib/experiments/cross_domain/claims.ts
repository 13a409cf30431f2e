/** What COFS-DPO is said to do, held against what came out. */
import type { MetricRow } from "../../base/mod.ts";
import { type Claim, difference, judge, shown } from "../in_domain/claim.ts";
import { type MethodTables, tablesOf } from "../in_domain/method_tables.ts";

/** Options for {@linkcode crossDomainClaims}. */
export interface CrossClaimOptions {
  /** Whether a claim may be supported at all; a look of few seeds may not. @default {true} */
  readonly mayBeSupported?: boolean;
}

/** A claim about a difference of COFS-DPO's to one rival. */
interface Against {
  readonly id: string;
  readonly rival: string;
  readonly metric: string;
  readonly claim: string;
  readonly direction: "greater" | "less";
  readonly margin?: number;
}

const OURS = "cofs-dpo";
/** What still counts as keeping up, in shares of held-out pairs ranked right. */
const CLOSE = 0.02;
/** Rivals that COFS-DPO is said to forget less than, in words. */
const FORGETFUL: Readonly<Record<string, string>> = {
  "seq-dpo": "sequential DPO",
  "seq-ofs": "sequential OFS-DPO",
  "replay": "DPO with replay of the same memories",
  "average": "a plain average of fast modules",
};

const ALL: readonly Against[] = [
  ...Object.entries(FORGETFUL).map(([rival, words]): Against => ({
    id: `forgets-less-than-${rival}`,
    rival,
    metric: "forgetting",
    claim: `COFS-DPO forgets less than ${words}.`,
    direction: "less",
  })),
  ...Object.entries(FORGETFUL).map(([rival, words]): Against => ({
    id: `better-on-average-than-${rival}`,
    rival,
    metric: "average",
    claim: `Over all domains COFS-DPO ends better than ${words}.`,
    direction: "greater",
  })),
  {
    id: "keeps-the-new-domain",
    rival: "seq-dpo",
    metric: "newest",
    claim: `On the newest domain COFS-DPO keeps up with sequential DPO (at most ${CLOSE} below).`,
    direction: "greater",
    margin: -CLOSE,
  },
  {
    id: "near-joint",
    rival: "joint",
    metric: "average",
    claim: `Over all domains COFS-DPO comes near joint training (at most ${CLOSE} below).`,
    direction: "greater",
    margin: -CLOSE,
  },
  {
    id: "the-chase-adds",
    rival: "codpo",
    metric: "average",
    claim: "Over all domains OFS-DPO's fast modules combine better than DPO's.",
    direction: "greater",
  },
];

/**
 * Judges every claim that the rows can speak to; those whose methods did not run are left out.
 *
 * @param rows Measurements of all methods and seeds.
 *
 * @example
 * ```ts
 * import { crossDomainClaims } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { method: "cofs-dpo", seed: 0, step: 2, metric: "average", value: 0.8 };
 * deepEqual(crossDomainClaims([row]), []); // nothing to compare with
 * ```
 */
export function crossDomainClaims(
  rows: readonly MetricRow[],
  { mayBeSupported = true }: CrossClaimOptions = {},
): Claim[] {
  const tables = tablesOf(rows);
  const shared = (rival: string) =>
    tables.get(OURS)!.seeds.some((seed) => tables.get(rival)!.seeds.includes(seed));
  return ALL.filter(({ rival, metric }) =>
    [OURS, rival].every((name) => tables.get(name)?.final.has(metric)) && shared(rival)
  ).map((against) => judged(tables, against, mayBeSupported));
}

function judged(
  tables: MethodTables,
  { id, rival, metric, claim, direction, margin = 0 }: Against,
  mayBeSupported: boolean,
): Claim {
  const found = difference(tables.get(OURS)!, tables.get(rival)!, metric);
  const verdict = judge(found, { direction, margin });
  const evidence = `${metric}, COFS-DPO − ${rival}: ${
    shown(found.interval)
  }, seeds: ${found.seeds}`;
  if (verdict !== "supported" || mayBeSupported) return { id, claim, verdict, evidence };
  return {
    id,
    claim,
    verdict: "inconclusive",
    evidence: `${evidence}; a look, or settings that are not tuned, supports nothing`,
  };
}
