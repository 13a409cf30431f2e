/** What OFS-DPO is said to do, held against what came out. */
import type { Interval, MetricRow } from "../../base/mod.ts";
import { meanInterval, pairedInterval, type Verdict, verdict } from "../../evaluate/mod.ts";
import { frontierOf, klAt } from "./frontier_points.ts";
import { type MethodTable, type MethodTables, tablesOf } from "./method_tables.ts";
import { inDomainMethod } from "./methods.ts";

/** A claim with its finding. */
export interface Claim {
  /** Short name. */
  readonly id: string;
  /** The claim, as a sentence. */
  readonly claim: string;
  /** What came out. */
  readonly verdict: Verdict["verdict"];
  /** The numbers behind it, as a sentence. */
  readonly evidence: string;
}

/** A quieter KL than this share of DPO's above it counts as no worse. */
const KL_TOLERANCE = 0.1;
/** The last part of a run, in which its gradients are compared. */
const TAIL = 0.25;
/** Share of its start below which a gradient counts as vanished. */
const VANISHED = 0.5;

/**
 * Judges every claim that the rows can speak to; those whose methods did not run are left out.
 *
 * @param rows Measurements of all methods and seeds.
 */
export function inDomainClaims(rows: readonly MetricRow[]): Claim[] {
  const table = tablesOf(rows);
  if (!table.has("dpo") || !table.has("ofs-dpo")) return [];
  const controls = [...table.keys()].filter((name) =>
    name !== "reference" && inDomainMethod(name).group === "control"
  );
  const measure = table.get("ofs-dpo")!.final.has("reward") ? "reward" : "accuracy";
  return [
    better(table, "beats-dpo", measure, ["dpo"], `OFS-DPO reaches a higher ${measure} than DPO.`),
    ...(controls.length === 0 ? [] : [
      better(
        table,
        "beats-every-control",
        measure,
        controls,
        `OFS-DPO reaches a higher ${measure} than every control: ${controls.join(", ")}.`,
      ),
    ]),
    keepsGradient(table),
    lowerRegret(table),
    ...(measure === "reward" ? [noWorseKl(table)] : []),
  ];
}

function better(
  table: MethodTables,
  id: string,
  metric: string,
  rivals: readonly string[],
  claim: string,
): Claim {
  const own = table.get("ofs-dpo")!;
  const judged = rivals.map((rival) => {
    const interval = pairedInterval(own.final.get(metric)!, table.get(rival)!.final.get(metric)!);
    return { rival, ...verdict(interval, { direction: "greater", seeds: own.seeds.length }) };
  });
  return {
    id,
    claim,
    verdict: joint(judged.map(({ verdict }) => verdict)),
    evidence: judged.map(({ rival, interval }) => `OFS-DPO − ${rival}: ${shown(interval)}`).join(
      "; ",
    ),
  };
}

/** A claim about several rivals holds if it holds against each; one clear counterexample ends it. */
function joint(verdicts: readonly Verdict["verdict"][]): Verdict["verdict"] {
  if (verdicts.includes("not supported")) return "not supported";
  return verdicts.every((each) => each === "supported") ? "supported" : "inconclusive";
}

/** A claim with a premise: where DPO's gradient has not vanished, there is nothing to be kept. */
function keepsGradient(table: MethodTables): Claim {
  const own = slopesAtEnd(table.get("ofs-dpo")!);
  const rival = slopesAtEnd(table.get("dpo")!);
  const floor = table.get("ofs-dpo")!.final.get("floor")?.[0] ?? NaN;
  const left = meanInterval(rival.map(({ end, start }) => end / start));
  const interval = pairedInterval(own.map(({ end }) => end), rival.map(({ end }) => end));
  const vanished = left.mean < VANISHED;
  return {
    id: "keeps-gradient",
    claim:
      "Where DPO's |∂L/∂h| vanishes (to less than half of its start), OFS-DPO keeps a larger one in the last quarter of the stream.",
    verdict: vanished
      ? verdict(interval, { direction: "greater", seeds: own.length }).verdict
      : "inconclusive",
    evidence: `${vanished ? "DPO's fell" : "DPO's did not vanish: it ended"} at ${
      shown(left)
    } of its start; OFS-DPO − dpo: ${shown(interval)}; the chase's floor αβ/2 is ${digits(floor)}`,
  };
}

/** Mean |∂L/∂h| of the served module at the first round and over the last quarter, by seed. */
function slopesAtEnd({ seeds, path }: MethodTable): { start: number; end: number }[] {
  return seeds.map((seed) => {
    const slopes = path("slope_F", seed).map(({ value }) => value);
    const tail = slopes.slice(Math.floor((1 - TAIL) * slopes.length));
    return { start: slopes[0]!, end: mean(tail) };
  });
}

function lowerRegret(table: MethodTables): Claim {
  const [own, rival] = ["ofs-dpo", "dpo"].map((name) => table.get(name)!.final.get("regret"));
  const interval = pairedInterval(own ?? [], rival ?? []);
  return {
    id: "lower-regret",
    claim: "The module that OFS-DPO plays has a lower regret than DPO.",
    verdict: verdict(interval, { direction: "less", seeds: own!.length }).verdict,
    evidence: `OFS-DPO − dpo, in nats: ${shown(interval)}`,
  };
}

function noWorseKl(table: MethodTables): Claim {
  const { seeds } = table.get("ofs-dpo")!;
  const relative = seeds.map((seed) => {
    const [own, rival] = ["ofs-dpo", "dpo"].map((method) => frontierOf(table.get(method)!, seed));
    const reward = Math.min(own!.at(-1)!.reward, rival!.at(-1)!.reward);
    return klAt(own!, reward) / klAt(rival!, reward) - 1;
  });
  const claim = `At equal reward OFS-DPO is no further from the reference than DPO (at most ${
    100 * KL_TOLERANCE
  } % more KL).`;
  if (!relative.every(Number.isFinite)) {
    const evidence = "on some seed a method did not rise above the reference's reward";
    return { id: "no-worse-kl", claim, verdict: "inconclusive", evidence };
  }
  const interval = meanInterval(relative);
  const options = { direction: "less", margin: KL_TOLERANCE, seeds: seeds.length } as const;
  return {
    id: "no-worse-kl",
    claim,
    verdict: verdict(interval, options).verdict,
    evidence: `KL of OFS-DPO over that of dpo, less 1, at the lower of both last rewards: ${
      shown(interval)
    }`,
  };
}

function shown({ mean, low, high }: Interval): string {
  const ends = Number.isFinite(low)
    ? `[${digits(low)}, ${digits(high)}]`
    : "no interval from one seed";
  return `${digits(mean)} ${ends}`;
}

function digits(value: number): string {
  return Number(value.toPrecision(3)).toString().replace("-", "−");
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}
