import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { key } from "../../../lib/base/mod.ts";
import { labelPairs } from "../../../lib/experiments/in_domain/label_pairs.ts";

const prompt = Int32Array.of(0, 5);
const answers = [1, 2, 3, 4].map((token) => Int32Array.of(token));
const grades = [0.5, -1, 2, 0];

Deno.test("labelPairs() makes six pairs of four answers", () => {
  const pairs = labelPairs({ prompt, answers, grades }, { temperature: 1, key: key(0), row: 3 });
  equal(pairs.length, 6);
  ok(pairs.every((pair) => pair.row === 3 && pair.rejected.length === 1));
});

Deno.test("labelPairs() prefers the better answer always where the labels have no noise", () => {
  const pairs = labelPairs({ prompt, answers, grades }, { temperature: 0, key: key(1), row: 0 });
  const gradeOf = (ids: Int32Array) => grades[ids[0]! - 1]!;
  for (const { chosen, rejected: [other], isTrue } of pairs) {
    ok(gradeOf(chosen) > gradeOf(other!));
    equal(isTrue, true);
  }
});

Deno.test("labelPairs() drops answers that are equal in tokens", () => {
  const twins = [Int32Array.of(1, 2), Int32Array.of(1, 2), Int32Array.of(3)];
  const pairs = labelPairs({ prompt, answers: twins, grades: [0, 0, 1] }, {
    temperature: 1,
    key: key(0),
    row: 0,
  });
  equal(pairs.length, 2);
});

Deno.test("labelPairs() follows the Bradley-Terry law", () => {
  const two = { prompt, answers: answers.slice(0, 2), grades: [1, 0] };
  const count = 4000;
  let wins = 0;
  for (let seed = 0; seed < count; seed++) {
    const [pair] = labelPairs(two, { temperature: 0.5, key: key(seed), row: 0 });
    if (pair!.isTrue) wins++;
    deepEqual(pair!.isTrue, pair!.chosen[0] === 1);
  }
  const expected = 1 / (1 + Math.exp(-2));
  const error = Math.sqrt(expected * (1 - expected) / count);
  ok(Math.abs(wins / count - expected) < 4 * error, `${wins} of ${count}`);
});

Deno.test("labelPairs() refuses a negative temperature", () => {
  throws(
    () => labelPairs({ prompt, answers, grades }, { temperature: -1, key: key(0), row: 0 }),
    /temperature must be ≥ 0: current value is -1/,
  );
});
