import type { Verdict } from "../../evaluate/mod.ts";
import { type Claim, difference, digits, judge, shown } from "./claim.ts";
import type { MethodTables } from "./method_tables.ts";

/** What a claim of superiority says. */
export interface BetterOptions {
  /** Short name. */
  readonly id: string;
  /** Metric that is larger. */
  readonly metric: string;
  /** What the metric is, in words. */
  readonly what: string;
  /** Methods that OFS-DPO is held against. */
  readonly rivals: readonly string[];
}

/** Chance that any of a claim's intervals misses its mean. */
const RISK = 0.05;

/**
 * OFS-DPO ends with a larger metric than each of its rivals; what it costs in KL stands beside it. Against m rivals each
 * interval is at 1 − 0.05/m (Bonferroni), so that all hold together at 95 %.
 */
export function betterClaim(
  tables: MethodTables,
  { id, metric, what, rivals }: BetterOptions,
): Claim {
  const own = tables.get("ofs-dpo")!;
  const level = 1 - RISK / rivals.length;
  const judged = rivals.map((rival) => {
    const found = difference(own, tables.get(rival)!, metric, { level });
    return { rival, ...found, verdict: judge(found, { direction: "greater" }) };
  });
  const kl = (rival: string) =>
    own.final.has("kl") && metric === "reward"
      ? ` at a KL of ${shown(difference(own, tables.get(rival)!, "kl", { level }).interval)} more`
      : "";
  return {
    id,
    claim: `OFS-DPO ends with a higher ${what} than ${
      rivals.join() === "dpo" ? "DPO" : `every control: ${rivals.join(", ")}`
    }.`,
    verdict: joint(judged.map(({ verdict }) => verdict)),
    evidence:
      judged.map(({ rival, interval }) => `OFS-DPO − ${rival}: ${shown(interval)}${kl(rival)}`)
        .join("; ") + (rivals.length === 1 ? "" : together(level, rivals.length)),
  };
}

function together(level: number, count: number): string {
  return `; each interval is at ${digits(100 * level)} %, so that all ${count} hold at ${
    digits(100 * (1 - RISK))
  } % (Bonferroni)`;
}

/** A claim about several rivals holds if it holds against each; one clear counterexample ends it. */
function joint(verdicts: readonly Verdict["verdict"][]): Verdict["verdict"] {
  if (verdicts.includes("not supported")) return "not supported";
  return verdicts.every((each) => each === "supported") ? "supported" : "inconclusive";
}
