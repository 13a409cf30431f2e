import { deepEqual, throws } from "node:assert/strict";
import { withMismatched } from "../../lib/tokens/mod.ts";

const ids = (...numbers: number[]) => Int32Array.from(numbers);
const pair = (row: number, prompt: number, chosen: Int32Array) => ({
  row,
  prompt: ids(prompt),
  chosen,
  rejected: [ids(9)],
});

Deno.test("withMismatched() takes the next pair of another prompt, in a circle, its chosen and its rejected answer in turn", () => {
  const pairs = [pair(0, 1, ids(11)), pair(1, 1, ids(12)), pair(2, 2, ids(13))];
  // Every pair's own rejected answer is 9.
  const mates = withMismatched(pairs, 8).map(({ rejected }) => rejected);
  deepEqual(mates, [[ids(9), ids(13)], [ids(9), ids(9)], [ids(9), ids(11)]]);
});

Deno.test("withMismatched() cuts an answer that does not fit beneath the other prompt", () => {
  const pairs = [pair(0, 1, ids(11)), pair(1, 2, ids(12, 13, 14, 15))];
  deepEqual(withMismatched(pairs, 3)[0]!.rejected[1], ids(12, 13));
});

Deno.test("withMismatched() keeps scores as long as the answers", () => {
  const pairs = [
    { ...pair(0, 1, ids(11)), scores: { chosen: 2, rejected: [1] } },
    pair(1, 2, ids(12)),
  ];
  deepEqual(withMismatched(pairs, 8)[0]!.scores, { chosen: 2, rejected: [1, 1] });
});

Deno.test("withMismatched() refuses pairs of one prompt", () => {
  throws(
    () => withMismatched([pair(0, 1, ids(2)), pair(1, 1, ids(3))], 8),
    /all 2 pairs have the same/,
  );
});
