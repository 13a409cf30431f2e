import { deepEqual, equal, throws } from "node:assert/strict";
import type { EncodedPair } from "../../lib/base/types.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";

function pair(
  prompt: number[],
  [chosen, ...rejected]: number[][],
  row = 0,
): EncodedPair {
  return {
    prompt: Int32Array.from(prompt),
    chosen: Int32Array.from(chosen!),
    rejected: rejected.map((ids) => Int32Array.from(ids)),
    row,
  };
}

const TWO = [
  pair([11, 12], [[21, 22], [31], [41]], 7),
  pair([13], [[23], [32, 33, 34], [42]], 5),
];

Deno.test("batchPairs() lets answers follow one copy of their prompt", () => {
  const batch = batchPairs(TWO, { padId: 99 });
  deepEqual({ ...batch, ...Object.fromEntries(typedArrays(batch)) }, {
    pairs: 2,
    answers: 3,
    rows: 2,
    time: 6,
    ids: [
      ...[11, 12, 21, 22, 31, 41],
      ...[13, 23, 32, 33, 34, 42],
    ],
    positions: [
      ...[0, 1, 2, 3, 2, 2],
      ...[0, 1, 1, 2, 3, 1],
    ],
    segments: [
      ...[1, 1, 2, 2, 3, 4],
      ...[5, 6, 7, 7, 7, 8],
    ],
    parents: [
      ...[1, 1, 1, 1, 1, 1],
      ...[5, 5, 5, 5, 5, 5],
    ],
    lengths: [6, 6],
    answerTexts: [0, 1, 2, 3, 4, 5],
    completions: [2, 1, 1, 3, 1, 1],
    places: [1, 2, 6, 1, 6, 8, 9, 1, 6],
    targets: [21, 22, 23, 31, 32, 33, 34, 41, 42],
    owners: [0, 0, 1, 2, 3, 3, 3, 4, 5],
    sources: [7, 5],
  });
});

Deno.test("batchPairs() puts sequences that fit into one row", () => {
  const batch = batchPairs(TWO, { padId: 99, time: 13 });
  deepEqual([batch.rows, [...batch.lengths]], [1, [12]]);
  deepEqual([...batch.ids], [11, 12, 21, 22, 31, 41, 13, 23, 32, 33, 34, 42, 99]);
  deepEqual([...batch.positions], [0, 1, 2, 3, 2, 2, 0, 1, 1, 2, 3, 1, 0]);
  deepEqual([batch.segments.at(-1), batch.parents.at(-1)], [0, 0]);
});

Deno.test("batchPairs() pads rows no further than they are filled, whatever they might hold", () => {
  const { rows, time } = batchPairs(TWO, { capacity: 100 });
  deepEqual([rows, time], [1, 12]);
  throws(() => batchPairs(TWO, { capacity: 12, time: 11 }), {
    message:
      "Cannot batch pairs as time must be a whole number ≥ 12, the longest row: current value is 11",
  });
});

Deno.test("batchPairs() apart gives every text a row of its own", () => {
  const batch = batchPairs(TWO, { padId: 99, layout: "apart" });
  deepEqual([batch.rows, batch.time], [6, 4]);
  deepEqual([...batch.ids], [
    ...[11, 12, 21, 22],
    ...[13, 23, 99, 99],
    ...[11, 12, 31, 99],
    ...[13, 32, 33, 34],
    ...[11, 12, 41, 99],
    ...[13, 42, 99, 99],
  ]);
  deepEqual([...batch.lengths], [4, 2, 3, 4, 3, 2]);
  deepEqual([...batch.places], [1, 2, 4, 9, 12, 13, 14, 17, 20]);
});

Deno.test("batchPairs() gives typed arrays of 32 bits", () => {
  equal(typedArrays(batchPairs(TWO)).length, 11);
});

Deno.test("batchPairs() computes an answer that several pairs share once", () => {
  const batch = batchPairs([
    pair([1], [[5], [6]]),
    pair([1], [[6], [7]]),
    pair([2], [[5], [6]]),
  ]);
  deepEqual([...batch.answerTexts], [0, 1, 2, 1, 3, 4]);
  deepEqual([...batch.ids], [1, 5, 6, 7, 2, 5, 6, 0]);
  deepEqual([...batch.completions], [1, 1, 1, 1, 1, 1]);
  deepEqual([...batch.targets], [5, 6, 5, 7, 6]);
});

Deno.test("batchPairs() pads to the given time, and only the block and places know of it", () => {
  const tight = batchPairs(TWO);
  const wide = batchPairs(TWO, { time: 10 });
  equal(wide.ids.length, 20);
  deepEqual(wide.targets, tight.targets);
  deepEqual(wide.owners, tight.owners);
  deepEqual(wide.lengths, tight.lengths);
});

Deno.test("batchPairs() lets no prompt token and no padding count", () => {
  for (const [time, layout] of [[6, "packed"], [14, "packed"], [4, "apart"]] as const) {
    const batch = batchPairs(TWO, { time, layout, padId: 99 });
    const { ids, places, targets, positions, completions } = batch;
    const counted = new Set<string>();
    for (const [i, place] of places.entries()) {
      // The next token of the text: where the prompt ends that is the first one of the answer, wherever it stands.
      const next = ids.indexOf(targets[i]!);
      equal(positions[next], positions[place]! + 1);
      equal(batch.parents[next], batch.parents[place]);
      equal(targets.some((id) => id < 20 || id === 99), false);
      counted.add(`${place} ${targets[i]}`);
    }
    equal(counted.size, completions.reduce((sum, count) => sum + count, 0));
    equal(new Set(batch.owners).size, 6);
  }
});

Deno.test("batchPairs() takes supervised rows, one answer each", () => {
  const batch = batchPairs([pair([1], [[2]]), pair([3], [[4, 5]])]);
  deepEqual([batch.pairs, batch.answers, batch.rows, batch.time], [2, 1, 2, 3]);
  deepEqual([...batch.ids], [3, 4, 5, 1, 2, 0]);
  deepEqual([...batch.targets], [2, 4, 5]);
});

Deno.test("batchPairs() in a bucket fills rows and lists up with what belongs to no text", () => {
  const tight = batchPairs(TWO);
  const filled = batchPairs(TWO, { padId: 9, bucket: { time: 4, tokens: 8, rows: 3 } });
  deepEqual([filled.rows, filled.time], [3, 8]);
  const same = batchPairs(TWO, { padId: 9, time: 8 });
  deepEqual([...filled.ids], [...same.ids, ...new Array(8).fill(9)]);
  deepEqual([...filled.places], [...same.places, ...new Array(7).fill(0)]);
  deepEqual([...filled.targets], [...tight.targets, ...new Array(7).fill(0)]);
  deepEqual([...filled.owners], [...tight.owners, ...new Array(7).fill(6)]); // there are texts 0 to 5
  deepEqual(filled.completions, tight.completions);
  deepEqual([...filled.lengths], [6, 6, 0]);
});

Deno.test("batchPairs() refuses pairs that make no block", () => {
  const refused: [EncodedPair[], number | undefined, string][] = [
    [[], undefined, "there are none: give at least one"],
    [
      [pair([1], [[2], [3]]), pair([1], [[2]])],
      undefined,
      "all must have the same number of rejected answers: current values are 1, 0",
    ],
    [
      [pair([], [[2], [3]], 8)],
      undefined,
      "prompt and answers must hold a token each: row 8 has an empty one",
    ],
    [
      [pair([1], [[2], []], 8)],
      undefined,
      "prompt and answers must hold a token each: row 8 has an empty one",
    ],
    [
      TWO,
      3,
      "capacity must be a whole number ≥ 4, the longest row: current value is 3",
    ],
    [
      TWO,
      6.5,
      "capacity must be a whole number ≥ 6, the longest row: current value is 6.5",
    ],
  ];
  for (const [pairs, time, why] of refused) {
    throws(() => batchPairs(pairs, time === undefined ? {} : { time }), {
      name: "RangeError",
      message: `Cannot batch pairs as ${why}`,
    });
  }
});

Deno.test("batchPairs() lists scores answer by answer where all pairs have them, and else none", () => {
  const scored = (row: number, chosen: number, ...rejected: number[]) => ({
    ...pair([1], [[2], ...rejected.map((_, k) => [3 + k])], row),
    scores: { chosen, rejected },
  });
  const { scores } = batchPairs([scored(0, 9, 1, 2), scored(1, 8, 3, 4)]);
  deepEqual(scores, new Float32Array([9, 8, 1, 3, 2, 4]));
  const mixed = batchPairs([scored(0, 9, 1, 2), pair([1], [[2], [3], [4]], 1)]);
  equal("scores" in mixed, false);
});

Deno.test("batchPairs() lets three rejected answers share their prompt's tokens", () => {
  const batch = batchPairs([pair([1, 2], [[3, 4], [5], [6, 7], [8]])]);
  deepEqual([...batch.ids], [1, 2, 3, 4, 5, 6, 7, 8]);
  deepEqual([...batch.positions], [0, 1, 2, 3, 2, 2, 3, 2]);
  deepEqual([...batch.places], [1, 2, 1, 1, 5, 1]);
  deepEqual([...batch.completions], [2, 1, 2, 1]);
});

function typedArrays(batch: object): [string, number[]][] {
  return Object.entries(batch).flatMap(([name, value]): [string, number[]][] =>
    value instanceof Int32Array ? [[name, [...value]]] : []
  );
}
