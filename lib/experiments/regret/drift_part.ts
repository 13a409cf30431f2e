/** Dynamic regret of online gradient descent against points that move, with what is promised of it. */
import { fold, key, type MetricRow } from "../../base/mod.ts";
import {
  atRate,
  bestInHindsight,
  descent,
  drifting,
  dynamicRegret,
  type LogLinear,
  logLinear,
  movingBound,
  ogdRate,
  pathLength,
  playStream,
  preferenceStream,
  randomPoint,
  unitLength,
} from "../../regret/mod.ts";
import { metricRows } from "../in_domain/metric_rows.ts";
import { SETUP } from "./sizes.ts";

const { beta, boundDimension: dimension, radius } = SETUP;
const GEOMETRY = { diameter: 2 * radius, lipschitz: beta } as const;
/** Rounds of the stream, and blocks of it of which each has its own best point. */
const [ROUNDS, BLOCKS] = [2000, 10];

/**
 * One seed: the truth goes evenly from a point on the ball's edge to its opposite. It is held against the true path, against the
 * best point of each block, and against the best fixed one.
 */
export function driftPart(seed: number): MetricRow[] {
  const policy = logLinear(dimension, { beta });
  const from = randomPoint(fold(key(seed), 0), dimension, radius);
  const truth = drifting(from, from.map((x) => -x), ROUNDS);
  const world = { dimension, rounds: ROUNDS, truth, beta, shape: unitLength };
  const rounds = preferenceStream(fold(key(seed), 3), world);
  const rate = ogdRate(GEOMETRY);
  const learner = descent(policy, { step: atRate(rate, { radius }) });
  const { losses, squares } = playStream(policy, learner, rounds);
  const start = new Float64Array(dimension);
  const fixed = bestInHindsight(policy, rounds, { radius }).point;
  const paths: Readonly<Record<string, readonly ArrayLike<number>[]>> = {
    "true path": rounds.map((_, t) => truth(t + 1)),
    "best of each block": bestOfBlocks(policy, rounds),
    "best fixed point": rounds.map(() => fixed),
  };
  return Object.entries(paths).flatMap(([name, points]) =>
    metricRows(name, seed, ROUNDS, {
      "moving/regret": dynamicRegret(losses, paidBy(policy, points, rounds)).total,
      "moving/bound": movingBound({ start, squares }, points, { ...GEOMETRY, rate }),
      "moving/path": pathLength(points),
    })
  );
}

function bestOfBlocks(policy: LogLinear, rounds: readonly Float64Array[]): Float64Array[] {
  const length = Math.ceil(rounds.length / BLOCKS);
  return Array.from({ length: BLOCKS }, (_, i) => {
    const block = rounds.slice(i * length, (i + 1) * length);
    const { point } = bestInHindsight(policy, block, { radius });
    return block.map(() => point);
  }).flat();
}

function paidBy(
  policy: LogLinear,
  points: readonly ArrayLike<number>[],
  rounds: readonly Float64Array[],
): number[] {
  return rounds.map((round, t) => policy.loss(points[t]!, round));
}
