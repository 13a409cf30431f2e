/** What OFS-DPO is said to do, held against what came out. */
import type { MetricRow } from "../../base/mod.ts";
import { betterClaim } from "./better_claim.ts";
import { type Claim, difference, judge, shown } from "./claim.ts";
import { gradientClaim } from "./gradient_claim.ts";
import { klClaim } from "./kl_claim.ts";
import { type MethodTables, tablesOf } from "./method_tables.ts";
import { inDomainMethod } from "./methods.ts";

/** Options for {@linkcode inDomainClaims}. */
export interface ClaimOptions {
  /** Whether a claim may be supported at all; a look of few seeds may not. @default {true} */
  readonly mayBeSupported?: boolean;
}

/** What a metric is, in words. */
const WORDS: Readonly<Record<string, string>> = {
  reward: "reward",
  objective: "log-odds − β·KL, which settings were tuned for,",
  accuracy: "held-out accuracy",
};

/**
 * Judges every claim that the rows can speak to; those whose methods did not run are left out.
 *
 * @param rows Measurements of all methods and seeds.
 *
 * @example
 * ```ts
 * import { inDomainClaims } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { method: "dpo", seed: 0, step: 8, metric: "reward", value: 0.8 };
 * deepEqual(inDomainClaims([row]), []); // nothing to compare with
 * ```
 */
export function inDomainClaims(
  rows: readonly MetricRow[],
  { mayBeSupported = true }: ClaimOptions = {},
): Claim[] {
  const tables = tablesOf(rows);
  if (!tables.has("dpo") || !tables.has("ofs-dpo")) return [];
  const { final } = tables.get("ofs-dpo")!;
  const isJudged = final.has("reward");
  const judged = (isJudged ? ["reward", "objective"] : ["accuracy"]).filter((metric) =>
    final.has(metric)
  );
  const claims = [
    ...judged.flatMap((metric, i) => superiority(tables, metric, i === 0 ? "" : `-${metric}`)),
    gradientClaim(tables),
    regretClaim(tables),
    ...(isJudged ? [klClaim(tables)] : []),
  ];
  return mayBeSupported ? claims : claims.map(unsupported);
}

function superiority(tables: MethodTables, metric: string, suffix: string): Claim[] {
  const what = WORDS[metric]!;
  const controls = [...tables.keys()].filter((name) =>
    name !== "reference" && inDomainMethod(name).group === "control"
  );
  return [
    betterClaim(tables, { id: `beats-dpo${suffix}`, metric, what, rivals: ["dpo"] }),
    ...(controls.length === 0 ? [] : [betterClaim(tables, {
      id: `beats-every-control${suffix}`,
      metric,
      what,
      rivals: controls,
    })]),
  ];
}

/** Both are held against one comparator, so the difference of regrets is that of the losses played. */
function regretClaim(tables: MethodTables): Claim {
  const found = difference(tables.get("ofs-dpo")!, tables.get("dpo")!, "regret");
  return {
    id: "lower-regret",
    claim:
      "The module that OFS-DPO plays pays less over the stream, hence has a lower regret, than DPO.",
    verdict: judge(found, { direction: "less" }),
    evidence: `OFS-DPO − dpo, in nats: ${shown(found.interval)}`,
  };
}

/** A claim of a look of few seeds, which supports nothing. */
export function unsupported(claim: Claim): Claim {
  if (claim.verdict !== "supported") return claim;
  return {
    ...claim,
    verdict: "inconclusive",
    evidence: `${claim.evidence}; a look supports nothing`,
  };
}
