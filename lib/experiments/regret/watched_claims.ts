/** Claims about the two modules while they learn. */
import { mean, meanInterval, pairedInterval } from "../../evaluate/mod.ts";
import { type Claim, difference, digits, judge, shown } from "../in_domain/claim.ts";
import type { MethodTable, MethodTables } from "../in_domain/method_tables.ts";

/** Growth over the second half of a stream from which on a module counts as running. */
const RUNS = 1.5;

/** Judges what is said of gradients and of L_S. */
export function watchedClaims(tables: MethodTables): Claim[] {
  const [ofs, dpo, raw, stay] = ["ofs-dpo", "dpo", "ofs-raw", "ofs-no-swap"].map((name) =>
    tables.get(name)
  );
  if (!ofs || !dpo || !raw || !stay) return [];
  return [
    vanishing(dpo),
    keeps(tables, "SGD", ["ofs-dpo", "dpo"]),
    keeps(tables, "AdamW", ["ofs-adamw", "dpo-adamw"]),
    floorClaim(ofs),
    rawClaim(raw, ofs),
    runningClaim(ofs, {
      id: "clamp-stops-running",
      claim:
        "Under noise, with roles that swap and α = 0.5, the clamp of L_S keeps S from running away",
    }),
    runningClaim(stay, {
      id: "no-swap-stops-running",
      claim: "Under noise, where the fast-rate module keeps role F, S does not run away",
    }),
  ];
}

function vanishing({ path, seeds }: MethodTable): Claim {
  const interval = meanInterval(seeds.map((seed) => share(path("gradient/slope_F", seed))));
  return {
    id: "dpo-gradient-vanishes",
    claim: "On separable labels DPO's mean |∂L/∂h| falls to less than a quarter of its start.",
    verdict: judge({ interval, seeds: seeds.length }, { direction: "less", margin: 0.25 }),
    evidence: `at the end it has ${shown(interval)} of its start`,
  };
}

/** Shares of the start, since the chase adds αβ/2 to the start itself. */
function keeps(
  tables: MethodTables,
  optimiser: string,
  [own, rival]: readonly [own: string, rival: string],
): Claim {
  const [a, b] = [tables.get(own)!, tables.get(rival)!];
  const shares = ({ path, seeds }: MethodTable) =>
    seeds.map((seed) => share(path("gradient/slope_F", seed)));
  const interval = pairedInterval(shares(a), shares(b));
  const moves = difference(a, b, "gradient/move").interval;
  return {
    id: `keeps-gradient-${optimiser.toLowerCase()}`,
    claim:
      `On separable labels under ${optimiser}, F of the chase keeps a larger share of its |∂L/∂h| than DPO.`,
    verdict: judge({ interval, seeds: a.seeds.length }, { direction: "greater" }),
    evidence: `share kept, chase − DPO: ${
      shown(interval)
    }; length of the last update, chase − DPO: ${shown(moves)} where DPO's is ${
      digits(mean(b.final.get("gradient/move")!))
    }`,
  };
}

function floorClaim({ final, seeds }: MethodTable): Claim {
  const floor = final.get("gradient/floor")![0]!;
  const interval = meanInterval(final.get("gradient/slope_F")!);
  return {
    id: "keeps-the-floor",
    claim: "On separable labels F keeps a |∂L/∂h| of αβ/2, which it has where h_F = h_S.",
    verdict: judge({ interval, seeds: seeds.length }, { direction: "greater", margin: floor }),
    evidence: `at the end ${shown(interval)}, αβ/2 is ${digits(floor)}`,
  };
}

function rawClaim(raw: MethodTable, bounded: MethodTable): Claim {
  const found = difference(raw, bounded, "raw/norm_S");
  const lowest = meanInterval(raw.final.get("raw/L_S")!);
  return {
    id: "raw-runs-further",
    claim:
      "Under noise, with α = 0.5, S runs further from the reference with the paper's raw L_S than with the clamp.",
    verdict: judge(found, { direction: "greater" }),
    evidence: `‖S‖ at the end, raw − clamped: ${shown(found.interval)}; raw L_S there: ${
      shown(lowest)
    } nats`,
  };
}

/** Whether S has stopped: how much its length grew over the second half. */
function runningClaim(
  { path, seeds }: MethodTable,
  { id, claim }: Pick<Claim, "id" | "claim">,
): Claim {
  const growth = (metric: string) =>
    seeds.map((seed) => {
      const values = path(metric, seed).map(({ value }) => value);
      return values.at(-1)! / values[Math.floor(values.length / 2)]!;
    });
  const [S, F] = [meanInterval(growth("raw/norm_S")), meanInterval(growth("raw/norm_F"))];
  return {
    id,
    claim: `${claim}: over the second half ‖S‖ grows by less than a factor of ${RUNS}.`,
    verdict: judge({ interval: S, seeds: seeds.length }, { direction: "less", margin: RUNS }),
    evidence: `factor of ‖S‖: ${shown(S)}; of ‖F‖: ${shown(F)}`,
  };
}

/** The last value over the first. */
function share(path: readonly { readonly value: number }[]): number {
  return path.at(-1)!.value / path[0]!.value;
}
