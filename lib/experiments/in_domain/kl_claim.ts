import { meanInterval } from "../../evaluate/mod.ts";
import { type Claim, judge, shown } from "./claim.ts";
import { frontierOf, klAt } from "./frontier_points.ts";
import type { MethodTables } from "./method_tables.ts";

/** A share of KL above DPO's that still counts as no worse. */
const TOLERANCE = 0.1;
const NAMES = ["OFS-DPO", "DPO"] as const;

/** Whom {@linkcode klClaim} is about. */
export interface KlClaimOptions {
  /** Short name of the claim. @default {"no-worse-kl"} */
  readonly id?: string;
  /** The method. @default {"ofs-dpo"} */
  readonly own?: string;
  /** The method that it is held against. @default {"dpo"} */
  readonly rival?: string;
  /** Both names within sentences. @default {["OFS-DPO", "DPO"]} */
  readonly names?: readonly [own: string, rival: string];
}

/** At the lower of both last rewards, a method is no further from the reference than another. */
export function klClaim(
  tables: MethodTables,
  { id = "no-worse-kl", own: ownName = "ofs-dpo", rival: rivalName = "dpo", names = NAMES }:
    KlClaimOptions = {},
): Claim {
  const [own, rival] = [tables.get(ownName)!, tables.get(rivalName)!];
  const seeds = own.seeds.filter((seed) => rival.seeds.includes(seed));
  const ratios = seeds.map((seed) => {
    const paths = [own, rival].map((table) => frontierOf(table, seed));
    const reward = Math.min(...paths.map((path) => path.at(-1)!.reward));
    // Below the reference's own reward there is no price to compare.
    if (reward <= paths[0]![0]!.reward) return NaN;
    return Math.log(klAt(paths[0]!, reward) / klAt(paths[1]!, reward));
  });
  const told = {
    id,
    claim: `At equal reward ${names[0]} is no further from the reference than ${
      names[1]
    } (at most ${100 * TOLERANCE} % more KL).`,
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
    evidence: `log of ${names[0]}'s KL over ${names[1]}'s, at the lower of both last rewards: ${
      shown(interval)
    }`,
  };
}
