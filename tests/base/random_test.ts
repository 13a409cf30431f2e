import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { fold, key, normal, permutation, threefry, uniform } from "../../lib/base/mod.ts";

const DRAWS = 20_000;

Deno.test("threefry() gives the known answers of Random123", () => {
  deepEqual(threefry([0, 0], 0, 0), [0x6b200159, 0x99ba4efe]);
  deepEqual(threefry([0xffffffff, 0xffffffff], 0xffffffff, 0xffffffff), [0x1cb996fc, 0xbb002be7]);
  deepEqual(threefry([0x13198a2e, 0x03707344], 0x243f6a88, 0x85a308d3), [0xc4923a9c, 0x483df7a0]);
});

Deno.test("key() keeps every bit of a seed", () => {
  deepEqual(key(5), [0, 5]);
  deepEqual(key(2 ** 32 - 1), [0, 0xffffffff]);
  deepEqual(key(3 * 2 ** 32 + 0x80000001), [3, 0x80000001]);
});

Deno.test("key() refuses a seed that is no whole number from 0 to 2⁵³ − 1", () => {
  for (const seed of [-1, 1.5, NaN, Infinity, 2 ** 53]) {
    throws(() => key(seed), { name: "RangeError", message: /^Cannot seed as .* value is / });
  }
});

Deno.test("uniform() stays in [0, 1) and spreads evenly", () => {
  const numbers = uniform(key(1), DRAWS);
  ok(numbers.every((u) => u >= 0 && u < 1));
  const tenths = new Array(10).fill(0);
  for (const u of numbers) tenths[Math.floor(u * 10)]++;
  const deviation = Math.sqrt(DRAWS * 0.1 * 0.9);
  for (const count of tenths) ok(Math.abs(count - DRAWS / 10) < 4 * deviation, `${tenths}`);
});

Deno.test("uniform() has mean ½ and variance 1/12", () => {
  const { mean, variance } = moments(uniform(key(2), DRAWS));
  ok(Math.abs(mean - 1 / 2) < 4 * Math.sqrt(1 / 12 / DRAWS));
  ok(Math.abs(variance - 1 / 12) < 0.002);
});

Deno.test("uniform() begins alike however many numbers are asked for", () => {
  const many = uniform(key(3), 8);
  for (const count of [0, 1, 3, 8]) deepEqual(uniform(key(3), count), many.slice(0, count));
});

Deno.test("normal() has the moments of the standard normal law", () => {
  const numbers = normal(key(4), DRAWS);
  const { mean, variance } = moments(numbers);
  ok(Math.abs(mean) < 4 / Math.sqrt(DRAWS));
  ok(Math.abs(variance - 1) < 4 * Math.sqrt(2 / DRAWS));
  const fourth = moments(numbers.map((x) => x ** 4)).mean;
  ok(Math.abs(fourth - 3) < 4 * Math.sqrt(96 / DRAWS), `fourth moment ${fourth}`);
  const within = numbers.filter((x) => Math.abs(x) < 1).length / DRAWS;
  ok(Math.abs(within - 0.6827) < 0.014, `${within} within one deviation`);
});

Deno.test("normal() gives an odd count of finite numbers", () => {
  const numbers = normal(key(5), 7);
  equal(numbers.length, 7);
  ok(numbers.every((x) => Number.isFinite(x) && x !== 0));
});

Deno.test("permutation() holds every index once", () => {
  for (const count of [0, 1, 2, 100]) {
    const sorted = permutation(key(6), count).toSorted();
    deepEqual([...sorted], Array.from({ length: count }, (_, i) => i));
  }
});

Deno.test("permutation() gives each of the six orders of three equally often", () => {
  const seen: Record<string, number> = {};
  for (let i = 0; i < 6000; i++) {
    const order = permutation(fold(key(7), i), 3).join("");
    seen[order] = (seen[order] ?? 0) + 1;
  }
  equal(Object.keys(seen).length, 6);
  for (const count of Object.values(seen)) ok(Math.abs(count - 1000) < 120, JSON.stringify(seen));
});

Deno.test("fold() gives the same child for the same index and distinct ones otherwise", () => {
  const root = key(8);
  deepEqual(fold(root, 1), fold(root, 1));
  const children = Array.from({ length: 5000 }, (_, i) => fold(root, i).join());
  equal(new Set(children).size, 5000);
  notDeepEqual(fold(root, 1), fold(key(9), 1));
});

Deno.test("fold() gives children whose numbers do not follow each other's", () => {
  const root = key(10);
  const streams = [uniform(root, DRAWS), ...[0, 1, 2].map((i) => uniform(fold(root, i), DRAWS))];
  for (const [i, a] of streams.entries()) {
    for (const b of streams.slice(i + 1)) {
      ok(Math.abs(correlation(a, b)) < 4 / Math.sqrt(DRAWS));
    }
  }
});

function moments(numbers: Float64Array) {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return { mean, variance: numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length };
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [x, y] = [moments(a), moments(b)];
  const together = a.reduce((sum, u, i) => sum + (u - x.mean) * (b[i]! - y.mean), 0) / a.length;
  return together / Math.sqrt(x.variance * y.variance);
}
