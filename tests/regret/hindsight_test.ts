/** The exact best point in hindsight, and what theorems promise against it. */
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { fold, key } from "../../lib/base/mod.ts";
import {
  adaGrad,
  adaGradBound,
  atRate,
  bestInHindsight,
  descent,
  dynamicRegret,
  fixedRateBound,
  type Hindsight,
  logLinear,
  logLogSlope,
  movingBound,
  noiseless,
  ogdBound,
  ogdRate,
  pathLength,
  playStream,
  preferenceStream,
  randomPoint,
  regret,
  steady,
  unitLength,
} from "../../lib/regret/mod.ts";
import { assertClose, fixture } from "../_support.ts";

const GEOMETRY = { diameter: 4, lipschitz: 0.5 } as const;
const RADIUS = 2;
const policy = logLinear(6, { beta: 0.5 });
const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);
const norm = (x: ArrayLike<number>) => Math.hypot(...Array.from(x));
const paid = (point: ArrayLike<number>, rounds: readonly Float64Array[]) =>
  sum(rounds.map((round) => policy.loss(point, round)));

/** One pair a round, differences of length 1, under a truth on the ball's edge. */
function stream(seed: number, rounds: number, label?: typeof noiseless) {
  const truth = steady(randomPoint(fold(key(seed), 0), 6, RADIUS));
  const world = { dimension: 6, rounds, truth, beta: 0.5, shape: unitLength };
  return preferenceStream(fold(key(seed), 1), { ...world, ...(label ? { label } : {}) });
}

interface Known {
  readonly hindsight: {
    readonly rounds: number[][];
    readonly dimension: number;
    readonly beta: number;
    readonly radius: number;
    readonly point: number[];
    readonly total: number;
  }[];
}

Deno.test("bestInHindsight() finds what PyTorch's L-BFGS finds inside, and SciPy's brentq on the edge by Lagrange's multiplier", async () => {
  const { hindsight } = await fixture<Known>("regret.json");
  const inside = hindsight.map(({ point, radius }) => norm(point) < radius * 0.999);
  deepEqual(inside, [true, false, false]);
  for (const { rounds, dimension, beta, radius, point, total } of hindsight) {
    const found = bestInHindsight(logLinear(dimension, { beta }), rounds, { radius });
    assertClose([found.total], [total], 1e-10);
    assertClose(found.point, point, 1e-7);
    ok(found.certificate <= 1e-10);
    ok(found.total <= total + 1e-10);
  }
});

Deno.test("bestInHindsight(): the certificate bounds what any other point of the ball could gain", () => {
  for (const label of [undefined, noiseless]) {
    const rounds = stream(7, 60, label);
    for (const tolerance of [1, 1e-3, 1e-10]) {
      const found = bestInHindsight(policy, rounds, { radius: RADIUS, tolerance });
      ok(found.certificate <= tolerance);
      assertClose([found.total], [paid(found.point, rounds)], 1e-12, { scale: 60 });
      for (let seed = 0; seed < 100; seed++) {
        const near = randomPoint(key(seed), 6, 0.1).map((x, i) => x + found.point[i]!);
        const point = norm(near) > RADIUS ? near.map((x) => x * RADIUS / norm(near)) : near;
        ok(paid(point, rounds) >= found.total - found.certificate - 1e-12);
      }
    }
  }
});

Deno.test("bestInHindsight() of separable labels lies on the edge, and of one that leaves a feature out has none of it", () => {
  ok(
    Math.abs(norm(bestInHindsight(policy, stream(8, 50, noiseless), { radius: 30 }).point) - 30) <
      1e-9,
  );
  const flat = [[1, 0], [1, 0], [-1, 0]];
  const { point } = bestInHindsight(logLinear(2, { beta: 1 }), flat, { radius: 5 });
  assertClose(point, [Math.log(2), 0], 1e-9);
});

Deno.test("bestInHindsight() by hand: log-odds of the labels, cut at the radius", () => {
  const rounds = [[1, 1, 1, -1]]; // one round of four pairs
  const inside = bestInHindsight(logLinear(1, { beta: 1 }), rounds, { radius: 9 });
  assertClose(inside.point, [Math.log(3)], 1e-9);
  assertClose([inside.total], [0.75 * Math.log(4 / 3) + 0.25 * Math.log(4)], 1e-12);
  assertClose(bestInHindsight(logLinear(1, { beta: 1 }), rounds, { radius: 1 }).point, [1], 1e-12);
});

Deno.test("bestInHindsight() goes through a stream that is made anew each time", () => {
  let passes = 0;
  const lazy = {
    *[Symbol.iterator]() {
      passes++;
      for (let i = 0; i < 1000; i++) yield [Math.sin(i) + 0.2, Math.cos(3 * i)];
    },
  };
  const { steps, certificate } = bestInHindsight(logLinear(2), lazy, { radius: 100 });
  ok(certificate <= 1e-10 && steps > 0);
  ok(passes <= 3 * steps + 2, `${passes} passes for ${steps} steps`);
});

Deno.test("bestInHindsight() refuses no rounds, broken ones, and a certificate that is not reached", () => {
  const options = { radius: 1 };
  throws(() => bestInHindsight(policy, [], options), /there must be a round: current count is 0/);
  const once = [[1, 2], [2, 1]].values();
  throws(() => bestInHindsight(logLinear(2), once, options), {
    name: "TypeError",
    message: /the rounds must be there again for each step/,
  });
  for (const round of [[], [1, 2]]) {
    throws(
      () => bestInHindsight(logLinear(3), [[1, 2, 3], round], options),
      /round 2 must have pairs/,
    );
  }
  throws(() => bestInHindsight(logLinear(1), [[1], [NaN]], options), /round 2 must be finite/);
  for (const radius of [0, -1, Infinity, NaN]) {
    throws(() => bestInHindsight(policy, stream(0, 2), { radius }), /radius must be positive/);
  }
  throws(
    () => bestInHindsight(policy, stream(0, 20), { ...options, steps: 0 }),
    /after 0 steps as its gap must be <= 1e-10: current value is .*; allow more steps/,
  );
});

Deno.test("regret of online gradient descent is at most (3/2)GD√T on ten seeds, and grows like T^0.6 at most", () => {
  const ends = [100, 400, 1600];
  const slopes = Array.from({ length: 10 }, (_, seed) => {
    const rounds = stream(seed, 1600);
    const learner = descent(policy, { step: atRate(ogdRate(GEOMETRY), { radius: RADIUS }) });
    const { losses } = playStream(policy, learner, rounds);
    const regrets = ends.map((T) => {
      const { total, certificate } = bestInHindsight(policy, rounds.slice(0, T), {
        radius: RADIUS,
      });
      ok(certificate <= 1e-10);
      const own = sum(losses.subarray(0, T)) - total;
      ok(own <= ogdBound(T, GEOMETRY), `seed ${seed}, T ${T}: ${own}`);
      return own;
    });
    return logLogSlope(regrets, { steps: ends, from: 1 })!;
  });
  ok(sum(slopes) / slopes.length <= 0.6, `${slopes}`);
});

Deno.test("ogdBound() by hand", () => {
  deepEqual([100, 400, 1600].map((T) => ogdBound(T, GEOMETRY)), [30, 60, 120]);
});

Deno.test("fixed rate, AdaGrad: regret is below its bound, against the best point and against others", () => {
  const rounds = stream(3, 500);
  const eta = 0.3;
  const others = Array.from({ length: 20 }, (_, seed) => randomPoint(key(seed), 6, 2));
  const points = [bestInHindsight(policy, rounds, { radius: RADIUS }).point, ...others];
  const fixed = playStream(
    policy,
    descent(policy, { step: atRate(() => eta, { radius: RADIUS }) }),
    rounds,
  );
  const ada = playStream(policy, descent(policy, { step: adaGrad({ radius: RADIUS }) }), rounds);
  for (const point of points) {
    const rival = paid(point, rounds);
    const start = new Float64Array(6);
    ok(sum(fixed.losses) - rival <= fixedRateBound({ start, squares: fixed.squares }, point, eta));
    ok(sum(ada.losses) - rival <= adaGradBound(ada.squaresByFeature, 2 * RADIUS));
  }
});

Deno.test("movingBound() holds dynamic regret, is fixedRateBound() of a point that stays, and grows with the path", () => {
  const rounds = stream(4, 300);
  const rate = ogdRate(GEOMETRY);
  const learner = descent(policy, { step: atRate(rate, { radius: RADIUS }) });
  const { losses, squares } = playStream(policy, learner, rounds);
  const run = { start: new Float64Array(6), squares };
  const a = randomPoint(key(1), 6, RADIUS);
  for (const parts of [1, 2, 10, 300]) {
    const points = rounds.map((_, t) => randomPoint(key(Math.floor(t * parts / 300)), 6, RADIUS));
    const moving = rounds.map((round, t) => policy.loss(points[t]!, round));
    const { total } = dynamicRegret(losses, moving);
    ok(total <= movingBound(run, points, { rate, ...GEOMETRY }), `${parts} parts`);
  }
  const fixed = { rate: () => 0.5, diameter: 4 };
  equal(movingBound(run, rounds.map(() => a), fixed), fixedRateBound(run, a, 0.5));
  const there = rounds.map((_, t) => t < 9 ? a : a.map((x) => -x));
  assertClose(
    [movingBound(run, there, fixed)],
    [fixedRateBound(run, a, 0.5) + 4 / 0.5 * pathLength(there)],
    1e-9,
  );
  throws(() => fixedRateBound(run, [1], 0.5), /comparator must have 6 numbers/);
  throws(() => fixedRateBound(run, a, 0), /rate must be positive/);
  throws(() => movingBound(run, [a, a], fixed), /comparators must have 1 or 300 points.*is 2/);
  throws(
    () => movingBound(run, [a], { rate: (t) => t, diameter: 4 }),
    /the rate must not grow: it is 1 in round 1 and 2 in round 2/,
  );
  throws(() => fixedRateBound({ ...run, squares: [] }, a, 1), /must be a round/);
});

Deno.test("regret of the best point itself is 0, and dynamic regret against best blocks is at least the static one", () => {
  const rounds = stream(5, 200);
  const best: Hindsight = bestInHindsight(policy, rounds, { radius: RADIUS });
  const own = rounds.map((round) => policy.loss(best.point, round));
  assertClose([regret({ played: own, comparators: { best: own } }).total], [0], 0);
  const learner = descent(policy, { step: atRate(() => 0.5) });
  const { losses } = playStream(policy, learner, rounds);
  const blocks = [0, 50, 100, 150].flatMap((from) => {
    const block = rounds.slice(from, from + 50);
    const { point } = bestInHindsight(policy, block, { radius: RADIUS });
    return block.map((round) => policy.loss(point, round));
  });
  ok(
    dynamicRegret(losses, blocks).total >=
      regret({ played: losses, comparators: { best: own } }).total,
  );
  assertClose(
    [dynamicRegret(losses, own).total],
    [regret({ played: losses, comparators: { best: own } }).total],
    0,
  );
});
