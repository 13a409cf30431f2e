/** What is said of online preferences, held against what came out. */
import type { MetricRow } from "../../base/mod.ts";
import { type Claim, difference, judge, shown } from "../in_domain/claim.ts";
import { type ClaimOptions, unsupported } from "../in_domain/claims.ts";
import { klClaim } from "../in_domain/kl_claim.ts";
import { type MethodTables, tablesOf } from "../in_domain/method_tables.ts";

/** Who is said to be better than whom. */
const CONTESTS: readonly Record<"id" | "own" | "rival", string>[] = [
  { id: "online-beats-offline", own: "online-dpo", rival: "dpo" },
  { id: "online-ofs-beats-online-dpo", own: "online-ofs-dpo", rival: "online-dpo" },
  { id: "online-ofs-beats-offline-ofs", own: "online-ofs-dpo", rival: "ofs-dpo" },
];

/** Names within sentences. */
const NAMES: Readonly<Record<string, string>> = {
  "dpo": "offline DPO",
  "ofs-dpo": "offline OFS-DPO",
  "online-dpo": "online DPO",
  "online-ofs-dpo": "online OFS-DPO",
};

/** Metrics that a method may be better in, in words. */
const METRICS: Readonly<Record<string, string>> = {
  reward: "reward",
  objective: "log-odds − β·KL",
};

/**
 * Judges every claim that the rows can speak to; those whose methods did not run are left out.
 *
 * @param rows Measurements of all methods and seeds.
 *
 * @example
 * ```ts
 * import { onlineClaims } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { method: "dpo", seed: 0, step: 8, metric: "reward", value: 0.8 };
 * deepEqual(onlineClaims([row]), []); // nothing to compare with
 * ```
 */
export function onlineClaims(
  rows: readonly MetricRow[],
  { mayBeSupported = true }: ClaimOptions = {},
): Claim[] {
  const tables = tablesOf(rows);
  const claims = CONTESTS.filter(({ own, rival }) => tables.has(own) && tables.has(rival))
    .flatMap(({ id, own, rival }) => [
      ...Object.keys(METRICS).map((metric) => better(tables, { id, own, rival, metric })),
      klClaim(tables, {
        id: `${id}-at-no-more-kl`,
        own,
        rival,
        names: [NAMES[own]!, NAMES[rival]!],
      }),
    ]);
  return mayBeSupported ? claims : claims.map(unsupported);
}

function better(
  tables: MethodTables,
  { id, own, rival, metric }: Record<"id" | "own" | "rival" | "metric", string>,
): Claim {
  const found = difference(tables.get(own)!, tables.get(rival)!, metric);
  const kl = difference(tables.get(own)!, tables.get(rival)!, "kl");
  const cost = metric === "reward" ? ` at a KL of ${shown(kl.interval)} more` : "";
  return {
    id: metric === "reward" ? id : `${id}-${metric}`,
    claim: `${capital(NAMES[own]!)} ends with a higher ${METRICS[metric]} than ${NAMES[rival]}.`,
    verdict: judge(found, { direction: "greater" }),
    evidence: `${own} − ${rival}: ${shown(found.interval)}${cost}; seeds: ${found.seeds}`,
  };
}

function capital(sentence: string): string {
  return sentence[0]!.toUpperCase() + sentence.slice(1);
}
