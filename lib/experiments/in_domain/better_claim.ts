import type { Verdict } from "../../evaluate/mod.ts";
import { type Claim, difference, judge, shown } from "./claim.ts";
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

/** OFS-DPO ends with a larger metric than each of its rivals; what it costs in KL stands beside it. */
export function betterClaim(
  tables: MethodTables,
  { id, metric, what, rivals }: BetterOptions,
): Claim {
  const own = tables.get("ofs-dpo")!;
  const judged = rivals.map((rival) => {
    const found = difference(own, tables.get(rival)!, metric);
    return { rival, ...found, verdict: judge(found, { direction: "greater" }) };
  });
  const kl = (rival: string) =>
    own.final.has("kl") && metric === "reward"
      ? ` at a KL of ${shown(difference(own, tables.get(rival)!, "kl").interval)} more`
      : "";
  return {
    id,
    claim: `OFS-DPO ends with a higher ${what} than ${
      rivals.join() === "dpo" ? "DPO" : `every control: ${rivals.join(", ")}`
    }.`,
    verdict: joint(judged.map(({ verdict }) => verdict)),
    evidence: judged.map(({ rival, interval }) =>
      `OFS-DPO − ${rival}: ${shown(interval)}${kl(rival)}`
    ).join("; "),
  };
}

/** A claim about several rivals holds if it holds against each; one clear counterexample ends it. */
function joint(verdicts: readonly Verdict["verdict"][]): Verdict["verdict"] {
  if (verdicts.includes("not supported")) return "not supported";
  return verdicts.every((each) => each === "supported") ? "supported" : "inconclusive";
}
