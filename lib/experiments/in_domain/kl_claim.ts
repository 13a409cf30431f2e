import { meanInterval } from "../../evaluate/mod.ts";
import { type Claim, judge, shown } from "./claim.ts";
import { frontierOf, klAt } from "./frontier_points.ts";
import type { MethodTables } from "./method_tables.ts";

/** A share of KL above DPO's that still counts as no worse. */
const TOLERANCE = 0.1;

/** At the lower of both last rewards, OFS-DPO is no further from the reference than DPO. */
export function klClaim(tables: MethodTables): Claim {
  const [own, rival] = [tables.get("ofs-dpo")!, tables.get("dpo")!];
  const seeds = own.seeds.filter((seed) => rival.seeds.includes(seed));
  const ratios = seeds.map((seed) => {
    const paths = [own, rival].map((table) => frontierOf(table, seed));
    const reward = Math.min(...paths.map((path) => path.at(-1)!.reward));
    // Below the reference's own reward there is no price to compare.
    if (reward <= paths[0]![0]!.reward) return NaN;
    return Math.log(klAt(paths[0]!, reward) / klAt(paths[1]!, reward));
  });
  const told = {
    id: "no-worse-kl",
    claim: `At equal reward OFS-DPO is no further from the reference than DPO (at most ${
      100 * TOLERANCE
    } % more KL).`,
  };
  if (!ratios.every(Number.isFinite)) {
    const evidence = "on some seed a method did not rise above the reference's reward";
    return { ...told, verdict: "inconclusive", evidence };
  }
  const interval = meanInterval(ratios);
  return {
    ...told,
    verdict: judge({ interval, seeds: seeds.length }, {
      direction: "less",
      margin: Math.log1p(TOLERANCE),
    }),
    evidence: `log of OFS-DPO's KL over DPO's, at the lower of both last rewards: ${
      shown(interval)
    }`,
  };
}
