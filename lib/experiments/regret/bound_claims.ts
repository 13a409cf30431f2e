/** Claims about regret on the convex surrogate. */
import type { MetricRow } from "../../base/mod.ts";
import { meanInterval } from "../../evaluate/mod.ts";
import { logLogSlope } from "../../regret/mod.ts";
import { type Claim, digits, judge, shown } from "../in_domain/claim.ts";
import { chaseRegret } from "./chase_regret.ts";

/** Largest certificate that makes a comparator exact, in nats. */
const EXACT = 1e-10;
/** Rounds of the claim about growth, and the slope it must stay below: ½ is the theorem's. */
const [GROWTH_ROUNDS, GROWTH] = [[100, 400, 1600], 0.6] as const;

const PROVED: Readonly<Record<string, string>> = {
  "adagrad": "AdaGrad's √2 D Σ‖g_i‖",
  "fixed-rate": "‖θ_1 − u‖²/(2η) + (η/2)Σ‖g‖² of a fixed rate",
  "true path": "the dynamic bound, against the true path",
  "best of each block": "the dynamic bound, against the best point of each block",
  "best fixed point": "the dynamic bound, against the best fixed point",
};

/** Judges what theorems promise, and beside it what the chase pays where none does. */
export function boundClaims(rows: readonly MetricRow[]): Claim[] {
  const ratios = ratiosOf(rows);
  if (ratios.length === 0) return [];
  return [
    underClaim(rows, ratios, {
      id: "ogd-under-its-bound",
      claim:
        "α = 0, convex surrogate: the regret of online gradient descent is at most (3/2)GD√T, on every seed and at every T.",
      names: ["ogd"],
    }),
    underClaim(rows, ratios, {
      id: "others-under-their-bounds",
      claim: `α = 0, convex surrogate: on every seed and at every T regret is at most ${
        Object.values(PROVED).join("; ")
      }.`,
      names: Object.keys(PROVED),
    }),
    growthClaim(rows),
    ...chaseRegret(rows),
  ];
}

interface Ratio {
  readonly method: string;
  readonly ratio: number;
}

/** Regret over its bound, for all that have one. */
function ratiosOf(rows: readonly MetricRow[]): Ratio[] {
  const bounds = new Map(
    rows.filter(({ metric }) => metric.endsWith("/bound")).map((row) => [placeOf(row), row.value]),
  );
  return rows.filter(({ metric }) => /^(bound|moving)\/regret$/.test(metric)).flatMap((row) => {
    const bound = bounds.get(placeOf(row));
    return bound === undefined ? [] : [{ method: row.method, ratio: row.value / bound }];
  });
}

function placeOf({ method, seed, step }: MetricRow): string {
  return `${method}, ${seed}, ${step}`;
}

function underClaim(
  rows: readonly MetricRow[],
  ratios: readonly Ratio[],
  { id, claim, names }: Pick<Claim, "id" | "claim"> & { readonly names: readonly string[] },
): Claim {
  const own = ratios.filter(({ method }) => names.includes(method));
  const worst = own.reduce((a, b) => b.ratio > a.ratio ? b : a);
  const certificate = Math.max(
    ...rows.filter(({ metric }) => metric === "bound/certificate").map(({ value }) => value),
  );
  return {
    id,
    claim,
    verdict: worst.ratio <= 1 && certificate <= EXACT ? "supported" : "not supported",
    evidence: `${own.length} regrets; at most ${
      digits(100 * worst.ratio)
    } % of the bound (${worst.method}); every best point certified to ${
      digits(certificate)
    } nats or less`,
  };
}

function growthClaim(rows: readonly MetricRow[]): Claim {
  const ogd = rows.filter(({ method, metric }) => method === "ogd" && metric === "bound/regret");
  const slopes = [...Map.groupBy(ogd, ({ seed }) => seed).values()].flatMap((mine) => {
    const curve = mine.filter(({ step }) => GROWTH_ROUNDS.some((T) => T === step));
    const steps = curve.map(({ step }) => step);
    return logLogSlope(curve.map(({ value }) => value), { steps, from: 1 }) ?? [];
  });
  const id = "sublinear";
  const claim = `α = 0, convex surrogate: regret grows like a power of T below ${GROWTH} from T = ${
    GROWTH_ROUNDS[0]
  } to ${GROWTH_ROUNDS.at(-1)}.`;
  if (slopes.length === 0) {
    return { id, claim, verdict: "inconclusive", evidence: "no stream has two of these rounds" };
  }
  const interval = meanInterval(slopes);
  return {
    id,
    claim,
    verdict: judge({ interval, seeds: slopes.length }, { direction: "less", margin: GROWTH }),
    evidence: `slope of log R_T over log T: ${shown(interval)}, seeds: ${slopes.length}`,
  };
}
