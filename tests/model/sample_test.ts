import { equal, ok, throws } from "node:assert/strict";
import { key, uniform } from "../../lib/base/mod.ts";
import { type SampleOptions, sampleToken } from "../../lib/model/mod.ts";
import { requireSampleOptions } from "../../lib/model/sample.ts";

const LAW = [0.1, 0.45, 0.05, 0.3, 0.1];
const SCORES = Float32Array.from(LAW, (p) => Math.log(p) + 7);
const DRAWS = 20_000;

/** How often each token is drawn. */
function shares(options: SampleOptions): number[] {
  const counts = LAW.map(() => 0);
  for (const draw of uniform(key(1), DRAWS)) counts[sampleToken(SCORES, draw, options)]!++;
  return counts.map((count) => count / DRAWS);
}

function assertLaw(options: SampleOptions, weights: readonly number[]) {
  const total = weights.reduce((a, b) => a + b);
  for (const [token, share] of shares(options).entries()) {
    const p = weights[token]! / total;
    const within = 4 * Math.sqrt(p * (1 - p) / DRAWS);
    ok(Math.abs(share - p) <= within, `token ${token}: ${share} instead of ${p}`);
  }
}

Deno.test("sampleToken() draws from the softmax of the scores", () => {
  assertLaw({}, LAW);
});

Deno.test("sampleToken() divides scores by the temperature", () => {
  assertLaw({ temperature: 0.5 }, LAW.map((p) => p ** 2));
  assertLaw({ temperature: 2 }, LAW.map(Math.sqrt));
});

Deno.test("sampleToken() draws only from the nucleus, in proportion", () => {
  assertLaw({ topP: 0.7 }, [0, 0.45, 0, 0.3, 0]);
  assertLaw({ topP: 0.4 }, [0, 1, 0, 0, 0]);
  assertLaw({ topP: 0.8 }, [0.1, 0.45, 0, 0.3, 0]); // of equals, the first
});

Deno.test("sampleToken() takes the nucleus after the temperature", () => {
  // At temperature ½ the best token has .2025 / .3150 = .643 of the mass, at 1 only .45.
  assertLaw({ temperature: 0.5, topP: 0.6 }, [0, 1, 0, 0, 0]);
});

Deno.test("sampleToken() takes the best token at temperature 0, the first of equals", () => {
  for (const draw of [0, 0.5, 0.999]) {
    equal(sampleToken(SCORES, draw, { temperature: 0 }), 1);
    equal(sampleToken(new Float32Array([2, 5, 5]), draw, { temperature: 0, topP: 0.1 }), 1);
  }
});

Deno.test("sampleToken() never draws a token of probability 0, at either end of the draw", () => {
  const scores = new Float32Array([-Infinity, 1, 2, -Infinity]);
  for (const topP of [1, 0.99999]) {
    equal(sampleToken(scores, 0, { topP: 1 }), 1);
    equal(sampleToken(scores, 1 - 2 ** -32, { topP }) % 3 !== 0, true);
  }
});

Deno.test("sampleToken() stays finite for huge scores and a tiny temperature", () => {
  const scores = new Float32Array([1e30, 0, -1e30]);
  equal(sampleToken(scores, 0.7), 0);
  equal(sampleToken(SCORES, 0.7, { temperature: 1e-6 }), 1);
});

Deno.test("requireSampleOptions() refuses a topP outside (0, 1] and a temperature below 0", () => {
  for (const topP of [0, -0.1, 1.1, NaN]) {
    throws(() => requireSampleOptions({ topP }), {
      name: "RangeError",
      message: `Cannot sample as topP must be in (0, 1]: current value is ${topP}`,
    });
  }
  for (const temperature of [-1, NaN]) {
    throws(() => requireSampleOptions({ temperature }), {
      name: "RangeError",
      message: `Cannot sample as temperature must be ≥ 0: current value is ${temperature}`,
    });
  }
  requireSampleOptions({ topP: 1, temperature: 0 });
});
