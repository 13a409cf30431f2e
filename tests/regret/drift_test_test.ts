import { deepEqual, equal, throws } from "node:assert/strict";
import { key, normal } from "../../lib/base/mod.ts";
import { driftTest } from "../../lib/regret/mod.ts";

Deno.test("driftTest() by hand: excesses over the running mean add up", () => {
  const hasChanged = driftTest({ tolerance: 0, threshold: 0.9, patience: 1 });
  // Means 0, 0, 1/3, 1/2: the excess of the third is 2/3, of the fourth 1/2.
  deepEqual([0, 0, 1, 1].map(hasChanged), [false, false, false, true]);
});

Deno.test("driftTest() hears no alarm in a stream that stays or falls", () => {
  const noise = normal(key(3), 400);
  const stays = driftTest();
  equal(noise.some((z) => stays(0.6 + 0.02 * z)), false);
  const falls = driftTest();
  equal(noise.some((z, t) => falls(0.7 - 0.001 * t + 0.02 * z)), false);
});

Deno.test("driftTest() waits for its first verdict", () => {
  const patient = driftTest({ threshold: 0.1, patience: 5 });
  deepEqual([0, 0, 9, 9, 9].map(patient), [false, false, false, false, true]);
});

Deno.test("driftTest() refuses what is out of range", () => {
  throws(() => driftTest({ threshold: 0 }), /threshold must be > 0: current value is 0/);
  throws(() => driftTest({ tolerance: -1 }), /tolerance must be ≥ 0/);
  throws(() => driftTest({ patience: 0 }), /patience must be ≥ 1/);
  throws(() => driftTest()(NaN), /Cannot test for drift as the loss must be finite/);
});
