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

Deno.test("batchPairs() lays out chosen rows, then first rejected rows, and so on", () => {
  const batch = batchPairs(TWO, { padId: 99 });
  deepEqual({ ...batch, ...Object.fromEntries(typedArrays(batch)) }, {
    pairs: 2,
    answers: 3,
    rows: 6,
    answerRows: [0, 1, 2, 3, 4, 5],
    time: 4,
    ids: [
      ...[11, 12, 21, 22],
      ...[13, 23, 99, 99],
      ...[11, 12, 31, 99],
      ...[13, 32, 33, 34],
      ...[11, 12, 41, 99],
      ...[13, 42, 99, 99],
    ],
    lengths: [4, 2, 3, 4, 3, 2],
    completions: [2, 1, 1, 3, 1, 1],
    places: [1, 2, 4, 9, 12, 13, 14, 17, 20],
    targets: [21, 22, 23, 31, 32, 33, 34, 41, 42],
    owners: [0, 0, 1, 2, 3, 3, 3, 4, 5],
    sources: [7, 5],
  });
});

Deno.test("batchPairs() gives typed arrays of 32 bits", () => {
  equal(typedArrays(batchPairs(TWO)).length, 8);
});

Deno.test("batchPairs() gives an answer that several pairs share one row", () => {
  const batch = batchPairs([
    pair([1], [[5], [6]]),
    pair([1], [[6], [7]]),
    pair([2], [[5], [6]]),
  ]);
  deepEqual(batch.rows, 5);
  deepEqual([...batch.answerRows], [0, 1, 2, 1, 3, 4]);
  deepEqual([...batch.completions], [1, 1, 1, 1, 1, 1]);
  deepEqual([...batch.targets], [5, 6, 5, 7, 6]);
});

Deno.test("batchPairs() pads to the given time, and only ids and places know of it", () => {
  const tight = batchPairs(TWO);
  const wide = batchPairs(TWO, { time: 10 });
  equal(wide.ids.length, 60);
  deepEqual(wide.targets, tight.targets);
  deepEqual(wide.owners, tight.owners);
  deepEqual(wide.lengths, tight.lengths);
});

Deno.test("batchPairs() lets no prompt token and no padding count", () => {
  for (const time of [4, 5, 16]) {
    const { ids, places, targets, owners, lengths, completions, rows } = batchPairs(TWO, {
      time,
      padId: 99,
    });
    const counted = new Set<number>();
    for (const [i, place] of places.entries()) {
      const row = Math.floor(place / time);
      const position = place % time + 1;
      equal(row, owners[i]);
      equal(ids[place + 1], targets[i]);
      equal(position >= lengths[row]! - completions[row]!, true);
      equal(position < lengths[row]!, true);
      counted.add(place);
    }
    equal(counted.size, completions.reduce((sum, count) => sum + count, 0));
    equal(targets.some((id) => id < 20 || id === 99), false);
    equal(new Set(owners).size, rows);
  }
});

Deno.test("batchPairs() takes supervised rows, one answer each", () => {
  const batch = batchPairs([pair([1], [[2]]), pair([3], [[4, 5]])]);
  deepEqual([batch.pairs, batch.answers, batch.rows, batch.time], [2, 1, 2, 3]);
  deepEqual([...batch.ids], [1, 2, 0, 3, 4, 5]);
});

Deno.test("batchPairs() in a bucket fills rows and lists up with what belongs to no row", () => {
  const tight = batchPairs(TWO);
  const filled = batchPairs(TWO, { bucket: { time: 3, tokens: 8 } });
  equal(filled.time, 6);
  const same = batchPairs(TWO, { time: 6 });
  deepEqual(filled.ids, same.ids);
  deepEqual([...filled.places], [...same.places, ...new Array(7).fill(0)]);
  deepEqual([...filled.targets], [...tight.targets, ...new Array(7).fill(0)]);
  deepEqual([...filled.owners], [...tight.owners, ...new Array(7).fill(filled.rows)]);
  deepEqual(filled.completions, tight.completions);
  deepEqual(filled.lengths, tight.lengths);
});

Deno.test("batchPairs() in a bucket fills up the rows that shared answers leave", () => {
  const same = TWO.map((each) => ({ ...each, prompt: Int32Array.of(1), chosen: Int32Array.of(2) }));
  const rowsOf = (step: number) =>
    batchPairs(same, { padId: 9, bucket: { time: 1, tokens: 4, rows: step } });
  const tight = batchPairs(same);
  equal(tight.rows, 5);
  const { rows, ids, lengths, owners, answerRows, time } = rowsOf(3);
  equal(rows, 6);
  deepEqual([...ids.subarray(5 * time)], new Array(time).fill(9));
  deepEqual([...lengths], [...tight.lengths, 0]);
  deepEqual(answerRows, tight.answerRows);
  deepEqual(new Set(owners), new Set([0, 1, 2, 3, 4, 6])); // fillers belong to row 6, which is none
  equal(rowsOf(4).rows, 6); // never more than there are answers
});

Deno.test("batchPairs() pads a row to no more than the longest, nor cuts one that is longer", () => {
  const timeOf = (longest: number) =>
    batchPairs(TWO, { bucket: { time: 32, tokens: 1, longest } }).time;
  deepEqual([100, 32, 10, 4, 3].map(timeOf), [32, 32, 10, 4, 4]);
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
      "time must be a whole number ≥ 4, the longest row: current value is 3",
    ],
    [
      TWO,
      4.5,
      "time must be a whole number ≥ 4, the longest row: current value is 4.5",
    ],
  ];
  for (const [pairs, time, why] of refused) {
    throws(() => batchPairs(pairs, time === undefined ? {} : { time }), {
      name: "RangeError",
      message: `Cannot batch pairs as ${why}`,
    });
  }
});

function typedArrays(batch: object): [string, number[]][] {
  return Object.entries(batch).flatMap(([name, value]): [string, number[]][] =>
    value instanceof Int32Array ? [[name, [...value]]] : []
  );
}
