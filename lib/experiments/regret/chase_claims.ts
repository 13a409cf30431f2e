/** Claims about what the chase adds to DPO and to its controls, by kind of stream. */
import type { Verdict } from "../../evaluate/mod.ts";
import { type Claim, difference, digits, judge, shown } from "../in_domain/claim.ts";
import type { MethodTables } from "../in_domain/method_tables.ts";
import { chaseName, onlineRegretMethod } from "./learners.ts";

/** OFS-DPO with the toolkit's defaults, and others that claims speak of. */
const OURS = chaseName(0.1, 10);
const SWAPS_ALONE = chaseName(0, 10);
const STRONG = chaseName(0.5, 10);
const STRONGEST = chaseName(1, 10);

/** A claim about differences of one method to others in one metric. */
interface Against {
  readonly id: string;
  readonly claim: string;
  readonly own: string;
  readonly rivals: readonly string[];
  readonly metric: string;
  readonly direction: "greater" | "less";
}

/** Chance that any of a claim's intervals misses its mean. */
export const RISK = 0.05;

/** Judges those whose methods ran. */
export function chaseClaims(tables: MethodTables): Claim[] {
  const controls = [...tables.keys()].filter((name) => isControl(name));
  const all: readonly Against[] = [
    ...versus(OURS, "OFS-DPO (α = 0.1, k = 10)", "DPO", ["dpo"], "beats-dpo"),
    ...versus(OURS, "OFS-DPO (α = 0.1, k = 10)", "every control", controls, "beats-every-control"),
    ...versus(
      OURS,
      "OFS-DPO (α = 0.1, k = 10)",
      "two modules that swap roles without a chase (α = 0)",
      [SWAPS_ALONE],
      "chase-adds-to-swaps",
    ),
    {
      id: "strong-chase-pays-more",
      claim: "Noisy labels: with α = 0.5 what is played pays more than DPO.",
      own: STRONG,
      rivals: ["dpo"],
      metric: "noise/loss",
      direction: "greater",
    },
    {
      id: "acts-as-a-larger-step",
      claim: "Separable labels: the chase (α = 0.5) pays less than DPO at twice the rate.",
      own: STRONG,
      rivals: ["dpo-twice"],
      metric: "separable/loss",
      direction: "less",
    },
    {
      id: "strong-chase-learns-less-anew",
      claim: "After a sudden change, with α = 1 the new truth is ranked worse than by DPO.",
      own: STRONGEST,
      rivals: ["dpo"],
      metric: "change/accuracy",
      direction: "less",
    },
    {
      id: "strong-chase-keeps-the-old",
      claim: "After a sudden change, with α = 1 the old truth is still ranked better than by DPO.",
      own: STRONGEST,
      rivals: ["dpo"],
      metric: "change/accuracy_before",
      direction: "greater",
    },
  ];
  return all.filter(({ own, rivals }) =>
    rivals.length > 0 && [own, ...rivals].every((name) => tables.has(name))
  ).map((against) => judged(tables, against));
}

/** Under noise: ranking and loss, against one set of rivals. */
function versus(
  own: string,
  who: string,
  whom: string,
  rivals: readonly string[],
  id: string,
): Against[] {
  return [
    {
      id: `${id}-ranking`,
      claim: `Noisy labels: ${who} ranks more held-out pairs right than ${whom}.`,
      own,
      rivals,
      metric: "noise/accuracy",
      direction: "greater",
    },
    {
      id: `${id}-loss`,
      claim: `Noisy labels: what ${who} plays pays less than ${whom}.`,
      own,
      rivals,
      metric: "noise/loss",
      direction: "less",
    },
  ];
}

function judged(tables: MethodTables, against: Against): Claim {
  const { id, claim, own, rivals, metric, direction } = against;
  const level = 1 - RISK / rivals.length;
  const found = rivals.map((rival) => {
    const apart = difference(tables.get(own)!, tables.get(rival)!, metric, { level });
    return { rival, ...apart, verdict: judge(apart, { direction }) };
  });
  const figures = found.map(({ rival, interval }) => `− ${rival}: ${shown(interval)}`).join("; ");
  const together = rivals.length === 1
    ? ""
    : `; each interval is at ${
      digits(100 * level)
    } %, so that all ${rivals.length} hold at 95 % (Bonferroni)`;
  return {
    id,
    claim,
    verdict: joint(found.map(({ verdict }) => verdict)),
    evidence: `${metric}, ${own} ${figures}${together}; seeds: ${found[0]!.seeds}`,
  };
}

/** A claim about several rivals holds if it holds against each; one clear counterexample ends it. */
export function joint(verdicts: readonly Verdict["verdict"][]): Verdict["verdict"] {
  if (verdicts.includes("not supported")) return "not supported";
  return verdicts.every((each) => each === "supported") ? "supported" : "inconclusive";
}

function isControl(name: string): boolean {
  return onlineRegretMethod(name).group === "control";
}
