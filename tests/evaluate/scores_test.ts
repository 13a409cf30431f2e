import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { key, normal } from "../../lib/base/mod.ts";
import { k1, k3, klFromSamples, pairAccuracy, winRate } from "../../lib/evaluate/mod.ts";
import { assertClose, fixture } from "../_support.ts";

const [rewards, others] = [normal(key(1), 100), normal(key(2), 100)];

Deno.test("winRate() by hand", () => {
  deepEqual(winRate([1, 1, 0], [0, 1, 1]), { rate: 0.5, wins: 1, ties: 1, losses: 1, n: 3 });
  deepEqual(winRate([0, 0], [-0, 0]), { rate: 0.5, wins: 0, ties: 2, losses: 0, n: 2 });
});

Deno.test("winRate() of swapped sides is 1 − rate, against itself ½", () => {
  const [a, b] = [winRate(rewards, others), winRate(others, rewards)];
  assertClose([a.rate + b.rate], [1], 1e-15);
  deepEqual([a.wins, a.losses], [b.losses, b.wins]);
  equal(winRate(rewards, rewards).rate, 0.5);
});

Deno.test("winRate() sees the order of rewards alone", () => {
  const grown = (side: Float64Array) => side.map(Math.exp);
  deepEqual(winRate(grown(rewards), grown(others)), winRate(rewards, others));
});

Deno.test("klFromSamples() gives NumPy's estimates and standard errors", async () => {
  const { divergence: known } = await fixture<{
    divergence:
      & Record<"policy" | "reference", number[]>
      & Record<"k1" | "k3", { readonly kl: number; readonly standardError: number }>;
  }>("statistics.json");
  for (const [name, estimator] of Object.entries({ k1, k3 })) {
    const { kl, standardError, n } = klFromSamples(known.policy, known.reference, { estimator });
    const expected = known[name as "k1"];
    assertClose([kl, standardError], [expected.kl, expected.standardError], 1e-12);
    equal(n, known.policy.length);
  }
  deepEqual(
    klFromSamples(known.policy, known.reference),
    klFromSamples(known.policy, known.reference, { estimator: k1 }),
  );
});

Deno.test("klFromSamples() comes to the KL of two normal laws by either estimator", () => {
  // π = N(0.5, 1), ref = N(0, 1): KL = 0.125
  const samples = normal(key(3), 20_000).map((x) => x + 0.5);
  const logNormal = (centre: number) => samples.map((x) => -((x - centre) ** 2) / 2);
  const errors = [k1, k3].map((estimator) => {
    const { kl, standardError } = klFromSamples(logNormal(0.5), logNormal(0), { estimator });
    ok(Math.abs(kl - 0.125) < 4 * standardError, `${kl} ± ${standardError}`);
    return standardError;
  });
  ok(errors[1]! < errors[0]! / 2, `k3 scatters less: ${errors}`);
});

Deno.test("klFromSamples() of a policy that has not moved is 0", () => {
  for (const estimator of [k1, k3]) {
    deepEqual(klFromSamples(rewards, rewards, { estimator }), { kl: 0, standardError: 0, n: 100 });
  }
});

Deno.test("k3() is never negative, and precise near 0", () => {
  for (const x of [-5, -1e-3, 1e-3, 5]) ok(k3(x) > 0);
  assertClose([k3(1e-6) / 5e-13], [1], 1e-3);
});

Deno.test("klFromSamples() of one sample has an unknown error", () => {
  deepEqual(klFromSamples([-1], [-3]), { kl: 2, standardError: Infinity, n: 1 });
});

Deno.test("pairAccuracy() counts a tie as one half", () => {
  equal(pairAccuracy([3, 1e-300, -2, 0]), 0.625);
  equal(pairAccuracy([0, -0]), 0.5);
  const turned = rewards.map((h) => -h);
  assertClose([pairAccuracy(rewards) + pairAccuracy(turned)], [1], 1e-15);
});

Deno.test("scores refuse empty lists, unequal ones, and numbers that are not finite", () => {
  throws(() => winRate([], []), /win rate as rewards must not be empty/);
  throws(() => winRate([1, 2], [1]), /rewards and referenceRewards must be equally long/);
  throws(() => winRate([1], [NaN]), /referenceRewards\[0\] must be finite: current value is NaN/);
  throws(() => klFromSamples([], []), RangeError);
  throws(() => klFromSamples([-1, -2], [-1]), /logPolicy and logReference must be equally long/);
  throws(() => klFromSamples([-Infinity], [-1]), /logPolicy\[0\] must be finite/);
  throws(
    () => klFromSamples([-900], [-1], { estimator: k3 }),
    /estimates\[0\] must be finite: current value is Infinity/,
  );
  throws(() => pairAccuracy([]), RangeError);
  throws(() => pairAccuracy([NaN]), /margins\[0\] must be finite/);
});
