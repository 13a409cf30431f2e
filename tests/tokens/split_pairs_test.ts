import { deepEqual, equal, ok } from "node:assert/strict";
import type { EncodedPair } from "../../lib/base/types.ts";
import { batchPairs, splitPairs } from "../../lib/tokens/mod.ts";

/** Pairs whose prompts have the given lengths and first tokens; an answer has one token. */
function pairs(...prompts: [length: number, first: number][]): EncodedPair[] {
  return prompts.map(([length, first], row) => ({
    prompt: Int32Array.from({ length }, (_, i) => i === 0 ? first : 1),
    chosen: Int32Array.of(50 + row),
    rejected: [Int32Array.of(90)],
    row,
  }));
}

Deno.test("splitPairs() gives parts that batchPairs() lays out in no more rows", () => {
  const lengths = Array.from({ length: 30 }, (_, i): [number, number] => [1 + (i * 7) % 17, i]);
  const all = pairs(...lengths);
  for (const rows of [1, 2, 3]) {
    const parts = splitPairs(all, { capacity: 20, rows });
    deepEqual(parts.flat().sort((a, b) => a - b), [...all.keys()]);
    const laidOut = parts.map((part) => batchPairs(part.map((i) => all[i]!), { capacity: 20 }));
    ok(laidOut.every((batch) => batch.rows <= rows));
    equal(parts.length, Math.ceil(batchPairs(all, { capacity: 20 }).rows / rows));
  }
});

Deno.test("splitPairs() keeps the pairs of one prompt together", () => {
  const parts = splitPairs(pairs([5, 1], [5, 2], [5, 1], [5, 2]), { capacity: 8, rows: 1 });
  deepEqual(parts, [[0, 2], [1, 3]]);
});

Deno.test("splitPairs() and batchPairs() repeat a prompt whose answers a row cannot take", () => {
  const all = pairs([5, 1], [5, 1], [5, 1], [5, 1]); // the prompt, four chosen answers, one rejected
  const parts = splitPairs(all, { capacity: 8, rows: 1 });
  deepEqual(parts, [[0, 1], [2, 3]]);
  const whole = batchPairs(all, { capacity: 8 });
  deepEqual([whole.rows, [...whole.lengths]], [2, [8, 7]]);
  deepEqual([...whole.targets].sort(), [50, 51, 52, 53, 90]);
});
