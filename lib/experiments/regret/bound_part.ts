/** Regret against what theorems promise, where the best point in hindsight is exact. */
import { fold, key, type MetricRow } from "../../base/mod.ts";
import {
  adaGrad,
  adaGradBound,
  atRate,
  bestInHindsight,
  chaseLearner,
  descent,
  fixedRateBound,
  type Hindsight,
  type Learner,
  type LogLinear,
  logLinear,
  ogdBound,
  ogdRate,
  playStream,
  preferenceStream,
  randomPoint,
  steady,
  unitLength,
} from "../../regret/mod.ts";
import { metricRows } from "../in_domain/metric_rows.ts";
import { sum } from "./measured.ts";
import { type RegretSizes, SETUP } from "./sizes.ts";

const { beta, boundDimension: dimension, radius } = SETUP;
/** No gradient is longer than β, as no difference of features is longer than 1. */
const GEOMETRY = { diameter: 2 * radius, lipschitz: beta } as const;
/** Weights of the chase; at 0 its modules swap roles, no more. */
const ALPHAS = [0, 0.1, 0.5] as const;

/** What a learner has paid after a number of rounds. */
interface Paid {
  readonly loss: number;
  readonly squares: readonly number[];
  readonly squaresByFeature: Float64Array;
}

/** Regrets, bounds and certificates of one seed, after each of the numbers of rounds. */
export function boundPart(seed: number, { boundRounds: all, longSeeds }: RegretSizes): MetricRow[] {
  const boundRounds = seed < longSeeds ? all : all.slice(0, Math.max(1, all.length - 1));
  const policy = logLinear(dimension, { beta });
  const rounds = boundStream(seed, boundRounds.at(-1)!);
  const best = boundRounds.map((T) => bestInHindsight(policy, rounds.slice(0, T), { radius }));
  const told = (method: string, paid: readonly Paid[], bound: Bound = () => undefined) =>
    paid.flatMap(({ loss, ...run }, i) => {
      const limit = bound(run, boundRounds[i]!, best[i]!);
      return metricRows(method, seed, boundRounds[i]!, {
        "bound/regret": loss - best[i]!.total,
        ...(limit === undefined ? {} : { "bound/bound": limit }),
      });
    });
  const play = (learner: Learner) => paidAt(policy, learner, rounds, boundRounds);
  const ogd = atRate(ogdRate(GEOMETRY), { radius });
  return [
    ...best.flatMap(({ certificate, total }, i) =>
      metricRows("best-in-hindsight", seed, boundRounds[i]!, {
        "bound/certificate": certificate,
        "bound/total": total,
      })
    ),
    ...told("ogd", play(descent(policy, { step: ogd })), (_, T) => ogdBound(T, GEOMETRY)),
    ...told(
      "adagrad",
      play(descent(policy, { step: adaGrad({ radius }) })),
      ({ squaresByFeature }) => adaGradBound(squaresByFeature, 2 * radius),
    ),
    ...told(
      "fixed-rate",
      fixedRates(policy, rounds, boundRounds),
      ({ squares }, T, { point }) =>
        fixedRateBound({ start: new Float64Array(dimension), squares }, point, fixedRate(T)),
    ),
    ...told("ogd-slow", play(descent(policy, { step: slower() }))),
    ...ALPHAS.flatMap((alpha) =>
      told(`ofs-a${alpha}`, play(chaseLearner(policy, { fast: ogd, slow: slower(), alpha })))
    ),
  ];
}

type Bound = (run: Omit<Paid, "loss">, rounds: number, best: Hindsight) => number | undefined;

/** One pair a round, labelled by Bradley and Terry's law under a point on the ball's edge. */
function boundStream(seed: number, rounds: number): Float64Array[] {
  const truth = steady(randomPoint(fold(key(seed), 0), dimension, radius));
  return preferenceStream(fold(key(seed), 1), {
    dimension,
    rounds,
    truth,
    beta,
    shape: unitLength,
  });
}

/** A slow module at 0.3 of the rate. */
function slower() {
  return atRate((t) => ogdRate(GEOMETRY)(t) * 0.3, { radius });
}

/** The fixed rate that is best for the worst stream of T rounds. */
function fixedRate(T: number): number {
  return GEOMETRY.diameter / (GEOMETRY.lipschitz * Math.sqrt(T));
}

/** A fixed rate is made for one T: a run for each. */
function fixedRates(policy: LogLinear, rounds: readonly Float64Array[], ends: readonly number[]) {
  return ends.map((T) => {
    const learner = descent(policy, { step: atRate(() => fixedRate(T), { radius }) });
    return paidAt(policy, learner, rounds, [T])[0]!;
  });
}

/** What a learner has paid at each of `ends`, in one run. */
function paidAt(
  policy: LogLinear,
  learner: Learner,
  rounds: readonly Float64Array[],
  ends: readonly number[],
): Paid[] {
  let paid: Paid = { loss: 0, squares: [], squaresByFeature: new Float64Array(dimension) };
  return ends.map((end, i) => {
    const part = playStream(policy, learner, rounds.slice(ends[i - 1] ?? 0, end));
    paid = {
      loss: paid.loss + sum(part.losses),
      squares: [...paid.squares, ...part.squares],
      squaresByFeature: paid.squaresByFeature.map((x, j) => x + part.squaresByFeature[j]!),
    };
    return paid;
  });
}
