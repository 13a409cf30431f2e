/** DPO on log-linear policies: values, gradients, learners, worlds. */
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { key, normal } from "../../lib/base/mod.ts";
import {
  adaGrad,
  adamStep,
  atRate,
  averaged,
  bradleyTerry,
  changing,
  chaseLearner,
  chaseSlopes,
  descent,
  drifting,
  emaWeight,
  logLinear,
  noiseless,
  ogdRate,
  playStream,
  polyakWeight,
  preferenceStream,
  randomPoint,
  steady,
  unitLength,
} from "../../lib/regret/mod.ts";
import { assertClose, fixture } from "../_support.ts";

const WORLD = { dimension: 4, rounds: 30, pairs: 3, beta: 0.5 } as const;
const policy = logLinear(4, { beta: 0.5 });
const rounds = preferenceStream(key(1), { ...WORLD, truth: steady([2, -1, 0, 1]) });
const norm = (x: ArrayLike<number>) => Math.hypot(...Array.from(x));

interface Known {
  readonly policy:
    & Record<
      "features" | "reference" | "theta" | "logProbs" | "differences" | "margins" | "gradient",
      number[]
    >
    & { readonly beta: number; readonly loss: number };
  readonly adamw: {
    readonly gradients: number[][];
    readonly points: number[][];
    readonly rate: number;
    readonly weightDecay: number;
  };
  readonly chase: {
    readonly rounds: number[][];
    readonly dimension: number;
    readonly beta: number;
    readonly alpha: number;
    readonly every: number;
    readonly bound: number;
    readonly rates: [number, number];
    readonly steps: { readonly role: number; readonly F: number[]; readonly S: number[] }[];
  };
}
const known = await fixture<Known>("regret.json");

Deno.test("logLinear() has PyTorch's log-probabilities, margins, loss and gradient", () => {
  const { features, reference, theta, beta, differences, ...expected } = known.policy;
  const policy = logLinear(3, { beta });
  assertClose(policy.logProbs(theta, { features, reference }), expected.logProbs, 1e-12);
  assertClose(policy.margins(theta, differences), expected.margins, 1e-12);
  assertClose([policy.loss(theta, differences)], [expected.loss], 1e-12);
  assertClose(policy.gradient(theta, differences), expected.gradient, 1e-12);
});

Deno.test("logLinear() by hand: log 2 at the reference, −β/2 of the mean difference as its gradient", () => {
  equal(policy.loss(new Float64Array(4), rounds[0]!), Math.LN2);
  deepEqual([...logLinear(2, { beta: 2 }).gradient([0, 0], [1, 2, 3, 0])], [-2, -1]);
  equal(logLinear(1, { beta: 1 }).loss([1e4], [-1]), 1e4);
  equal(logLinear(1, { beta: 1 }).loss([1e4], [1]), 0);
  deepEqual([...logLinear(1, { beta: 1 }).gradient([1e4], [-1])], [1]);
});

Deno.test("logLinear() is convex, and no gradient is longer than β times the longest difference", () => {
  for (let seed = 0; seed < 50; seed++) {
    const [a, b, x] = [1, 2, 3].map((i) => normal(key(100 * i + seed), 4)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const middle = a.map((value, i) => (value + b[i]!) / 2);
    ok(policy.loss(middle, x) <= (policy.loss(a, x) + policy.loss(b, x)) / 2);
    ok(norm(policy.gradient(a.map((v) => 9 * v), x)) <= 0.5 * norm(x));
  }
});

Deno.test("logLinear() refuses what is not a whole vector, and β that is not positive", () => {
  throws(() => logLinear(0), /dimension must be a whole number >= 1: current value is 0/);
  for (const beta of [0, -1, NaN]) throws(() => logLinear(1, { beta }), /beta must be positive/);
  throws(() => policy.loss([1], [1, 2, 3, 4]), /theta must have 4 numbers: current count is 1/);
  for (const rows of [[], [1, 2, 3]]) {
    throws(() => policy.gradient([1, 2, 3, 4], rows), /rows of features must be a whole number/);
  }
  throws(
    () => policy.logProbs([0, 0, 0, 0], { features: [1, 2, 3, 4], reference: [0, 0] }),
    /reference must have 1 numbers/,
  );
});

Deno.test("chaseLearner() has the points of F and S and the roles of Algorithm 1 in PyTorch", () => {
  const { rounds, dimension, beta, rates: [fast, slow], steps, ...options } = known.chase;
  const chase = chaseLearner(logLinear(dimension, { beta }), {
    ...options,
    fast: atRate(() => fast),
    slow: atRate(() => slow),
  });
  ok(new Set(steps.map(({ role }) => role)).size === 2, "the fixture has no swap");
  rounds.forEach((round, t) => {
    chase.update(round);
    const { F, S, role } = chase.modules();
    equal(role, steps[t]!.role, `round ${t}`);
    assertClose(F, steps[t]!.F, 1e-12);
    assertClose(S, steps[t]!.S, 1e-12);
    equal(chase.play(), F);
  });
});

Deno.test("chaseSlopes() keep αβ/2 where both margins are equal, and S loses it below the bound", () => {
  const options = { beta: 0.1, alpha: 0.5, bound: -10 };
  const far = chaseSlopes(Float64Array.of(2000), Float64Array.of(2000), options);
  assertClose([far.F[0]!, far.S[0]!], [-0.025, -0.025], 1e-15);
  const ahead = chaseSlopes(Float64Array.of(0), Float64Array.of(200), options); // β(h_F − h_S) = −20
  assertClose(ahead.F, [-0.05 - 0.05], 1e-9);
  assertClose(ahead.S, [0], 1e-9);
  const raw = chaseSlopes(Float64Array.of(0), Float64Array.of(200), {
    ...options,
    bound: -Infinity,
  });
  assertClose(raw.S, [-0.05], 1e-9);
});

Deno.test("chaseLearner() with α = 0 is DPO at the rate of whoever plays, and equal rates never separate", () => {
  const [fast, slow] = [atRate(() => 1), atRate(() => 0.3)];
  const chase = chaseLearner(policy, { fast, slow, alpha: 0, every: 5 });
  const singles = [descent(policy, { step: fast }), descent(policy, { step: slow })];
  const equals = chaseLearner(policy, { fast, slow: fast, alpha: 0.5 });
  for (const round of rounds) {
    for (const learner of [chase, equals, ...singles]) learner.update(round);
    const { F, S, role } = chase.modules();
    assertClose(F, singles[role]!.play(), 1e-12);
    assertClose(S, singles[1 - role]!.play(), 1e-12);
    deepEqual(equals.modules().F, equals.modules().S);
    equal(equals.modules().role, 0); // a tie goes to the fast-rate module
  }
});

Deno.test("chaseLearner() refuses weights, windows and bounds out of range", () => {
  const steps = { fast: atRate(() => 1), slow: atRate(() => 1) };
  throws(() => chaseLearner(policy, { ...steps, alpha: -1 }), /alpha must be finite and >= 0/);
  throws(() => chaseLearner(policy, { ...steps, every: 0 }), /every must be a whole number >= 1/);
  throws(() => chaseLearner(policy, { ...steps, bound: 0 }), /bound must be < 0/);
});

Deno.test("adamStep() has PyTorch's points", () => {
  const { gradients, points, rate, weightDecay } = known.adamw;
  const move = adamStep(() => rate, { weightDecay })(3);
  let theta = new Float64Array(3) as Float64Array;
  gradients.forEach((g, t) => {
    theta = move(theta, Float64Array.from(g));
    assertClose(theta, points[t]!, 1e-12);
  });
});

Deno.test("atRate() projects onto its ball, and refuses rates and radii that are not positive", () => {
  const move = atRate(ogdRate({ diameter: 4, lipschitz: 0.5 }), { radius: 2 })(2);
  const first = move(new Float64Array(2), Float64Array.of(-3, -4)); // η = 8
  assertClose(first, [1.2, 1.6], 1e-15);
  assertClose(move(first, Float64Array.of(0.1, 0)), [1.2 - 0.1 * 8 / Math.SQRT2, 1.6], 1e-15);
  throws(
    () => atRate(() => 0)(1)(new Float64Array(1), new Float64Array(1)),
    /rate must be positive/,
  );
  throws(() => atRate(() => 1, { radius: 0 }), /radius must be positive: current value is 0/);
  throws(() => ogdRate({ diameter: 0, lipschitz: 1 }), /diameter must be positive/);
});

Deno.test("adaGrad() projects in the norm of its scales: no point of the ball is nearer", () => {
  const move = adaGrad({ radius: 1, rate: 5 })(3);
  const gradient = Float64Array.of(-3, -1, 0);
  const theta = move(new Float64Array(3), gradient);
  assertClose([norm(theta), theta[2]!], [1, 0], 1e-12);
  const far = (z: ArrayLike<number>) =>
    [3, 1, 0].reduce((sum, s, i) => sum + s * (z[i]! - [5, 5, 0][i]!) ** 2, 0);
  for (let seed = 0; seed < 200; seed++) {
    ok(far(randomPoint(key(seed), 3, 1)) >= far(theta) - 1e-12);
  }
  for (const radius of [0, Infinity]) throws(() => adaGrad({ radius }), /radius must be positive/);
});

Deno.test("averaged() plays the mean of all points, or a moving one, while the learner goes on from its own", () => {
  const alone = descent(policy, { step: atRate(() => 1) });
  const points = [alone.play()];
  const polyak = averaged(descent(policy, { step: atRate(() => 1) }), polyakWeight);
  const ema = averaged(descent(policy, { step: atRate(() => 1) }), emaWeight(0.75));
  let moving = [...alone.play()];
  for (const round of rounds) {
    for (const learner of [alone, polyak, ema]) learner.update(round);
    points.push(alone.play());
    moving = moving.map((x, i) => 0.75 * x + 0.25 * alone.play()[i]!);
    const mean = moving.map((_, i) => points.reduce((sum, p) => sum + p[i]!, 0) / points.length);
    assertClose(polyak.play(), mean, 1e-12);
    assertClose(ema.play(), moving, 1e-12);
  }
  for (const decay of [1, -0.1]) throws(() => emaWeight(decay), /decay must be in \[0, 1\)/);
});

Deno.test("playStream() pays before it learns, and tells the lengths of gradients", () => {
  const learner = descent(policy, { step: atRate(() => 0.1) });
  const { losses, squares, squaresByFeature } = playStream(policy, learner, rounds);
  equal(losses[0], Math.LN2);
  equal(losses.length, rounds.length);
  const gradient = policy.gradient(new Float64Array(4), rounds[0]!);
  assertClose([squares[0]!], [norm(gradient) ** 2], 1e-15);
  const total = (list: Float64Array) => list.reduce((a, b) => a + b, 0);
  assertClose([total(squares)], [total(squaresByFeature)], 1e-12);
});

Deno.test("preferenceStream() is the beginning of a longer one, and the same for the same key", () => {
  const truth = steady([2, -1, 0, 1]);
  const longer = preferenceStream(key(1), { ...WORLD, rounds: 50, truth });
  deepEqual(longer.slice(0, rounds.length), rounds);
  ok(preferenceStream(key(2), { ...WORLD, truth })[0]![0] !== rounds[0]![0]);
});

Deno.test("preferenceStream() labels by the truth: never against it without noise, by σ of the advantage with it", () => {
  const truth = [1, 2, -1, 0.5];
  const clean = preferenceStream(key(3), { ...WORLD, truth: steady(truth), label: noiseless });
  ok(clean.every((round) => policy.margins(truth, round).every((h) => h > 0)));
  const many = preferenceStream(key(4), { ...WORLD, rounds: 4000, truth: steady(truth) });
  const margins = many.flatMap((round) => [...policy.margins(truth, round)]);
  const right = margins.filter((h) => h > 0).length / margins.length;
  const chance = margins.reduce((sum, h) => sum + 1 / (1 + Math.exp(-0.5 * Math.abs(h))), 0) /
    margins.length;
  ok(Math.abs(right - chance) < 4 * Math.sqrt(0.25 / margins.length), `${right}, not ${chance}`);
  deepEqual([bradleyTerry(0, 0.49), bradleyTerry(0, 0.5), noiseless(0)], [true, false, false]);
});

Deno.test("preferenceStream() shapes differences, and follows a truth that moves", () => {
  const first = [1, 0, 0, 0];
  const unit = preferenceStream(key(5), { ...WORLD, truth: steady(first), shape: unitLength });
  for (const round of unit) assertClose([norm(round.subarray(0, 4))], [1], 1e-12);
  const swung = preferenceStream(key(5), {
    ...WORLD,
    truth: changing(first, first.map((x) => -x), 11),
    label: noiseless,
  });
  swung.forEach((round, t) => {
    ok(policy.margins(first, round).every((h) => t < 10 ? h > 0 : h < 0), `round ${t + 1}`);
  });
});

Deno.test("drifting() goes evenly from one point to the other and stays there", () => {
  const truth = drifting([0, 4], [8, 0], 5);
  deepEqual([1, 2, 5, 9].map((t) => Array.from(truth(t))), [[0, 4], [2, 3], [8, 0], [8, 0]]);
  deepEqual(Array.from(drifting([0], [1], 1)(1)), [0]);
  throws(() => drifting([0], [1], 0), RangeError);
  throws(() => changing([0], [1], 0.5), RangeError);
});

Deno.test("preferenceStream() refuses sizes, β and truths that do not fit", () => {
  const truth = steady([1]);
  throws(() => preferenceStream(key(0), { ...WORLD, truth }), /truth must have 4 numbers/);
  throws(
    () => preferenceStream(key(0), { dimension: 1, rounds: 0, truth }),
    /rounds must be a whole/,
  );
  throws(() => preferenceStream(key(0), { dimension: 1, rounds: 1, beta: 0, truth }), /beta/);
  throws(() => randomPoint(key(0), 2, 0), /length must be positive/);
  throws(() => descent(policy, { step: atRate(() => 1), start: [1] }), /start must have 4 numbers/);
});
