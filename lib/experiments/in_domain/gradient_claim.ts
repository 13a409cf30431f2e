import { mean, meanInterval, pairedInterval } from "../../evaluate/mod.ts";
import { type Claim, digits, judge, shown } from "./claim.ts";
import type { MethodTable, MethodTables } from "./method_tables.ts";

/** The last part of a run, in which its gradients are compared. */
const TAIL = 0.25;
/** Share of its start below which a gradient counts as vanished. */
const VANISHED = 0.5;

/**
 * Where DPO's |∂L/∂h| vanishes, OFS-DPO keeps a larger share of what it started with. Shares, since the chase adds αβ/2 to
 * the start itself; and with a premise, since where nothing has vanished there is nothing to be kept.
 */
export function gradientClaim(tables: MethodTables): Claim {
  const [own, rival] = [tables.get("ofs-dpo")!, tables.get("dpo")!];
  const seeds = own.seeds.filter((seed) => rival.seeds.includes(seed));
  const [kept, left] = [shares(own, seeds), shares(rival, seeds)];
  const premise = meanInterval(left);
  const interval = pairedInterval(kept, left);
  const vanished = premise.high < VANISHED;
  const floor = own.final.get("floor")?.[0] ?? NaN;
  return {
    id: "keeps-gradient",
    claim:
      `Where DPO's |∂L/∂h| vanishes (to less than ${VANISHED} of its start), OFS-DPO keeps a larger share of its own in the last quarter of the stream.`,
    verdict: vanished
      ? judge({ interval, seeds: seeds.length }, { direction: "greater" })
      : "inconclusive",
    evidence: `${vanished ? "DPO's fell to" : "DPO's did not clearly vanish: it ended at"} ${
      shown(premise)
    } of its start; share kept by OFS-DPO − dpo: ${shown(interval)}; the chase's floor αβ/2 is ${
      digits(floor)
    }`,
  };
}

/** Mean |∂L/∂h| of the served module over the last quarter, over that at the first round, by seed. */
function shares({ path }: MethodTable, seeds: readonly number[]): number[] {
  return seeds.map((seed) => {
    const slopes = path("slope_F", seed).map(({ value }) => value);
    const tail = slopes.slice(Math.floor((1 - TAIL) * slopes.length));
    return mean(tail) / slopes[0]!;
  });
}
