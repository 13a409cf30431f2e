import { deepEqual, equal, ok } from "node:assert/strict";
import { countLengths, surveyPairs } from "../../lib/data/mod.ts";
import { hashSet } from "../../lib/data/survey/hash_set.ts";

const TEA = { prompt: "Tea?", chosen: " Yes", rejected: " No" };
const NONE = { count: 0, rows: [] };

Deno.test("surveyPairs() finds what a table by hand holds", () => {
  const rows = [
    TEA,
    { ...TEA, chosen: "  ", scores: { chosen: 1, rejected: [1] } }, // empty, tie
    { ...TEA, rejected: [" Hm", " Yes"], scores: { chosen: 2, rejected: [1, 2] } }, // identical, tie
    TEA, // duplicate
    { ...TEA, chosen: " No", rejected: " Yes" }, // conflict
    { ...TEA, prompt: "Milk?", chosen: " No", rejected: " Yes" },
    { ...TEA, chosen: " No", rejected: " Yes" }, // duplicate of the conflict
    { ...TEA, rejected: ["a", "b"], scores: { chosen: 2, rejected: [1, 0] } },
    { ...TEA, rejected: ["b", "a"] },
    { ...TEA, rejected: ["c", "d"], scores: { chosen: 2, rejected: [1, 3] } }, // outscored
  ];
  const pairs = surveyPairs();
  rows.forEach((pair, row) => pairs.add({ ...pair, row }));
  deepEqual(pairs.survey(), {
    rows: 10,
    empty: { count: 1, rows: [1] },
    identical: { count: 1, rows: [2] },
    duplicates: { count: 2, rows: [3, 6] },
    conflicts: { count: 1, rows: [4] },
    ties: { count: 2, rows: [1, 2] },
    outscored: { count: 1, rows: [9] },
    unscored: { count: 4, rows: [1, 2, 7] },
    uneven: { count: 4, rows: [2, 7, 8] },
  });
});

Deno.test("surveyPairs() of nothing finds nothing, and names three rows at most", () => {
  const pairs = surveyPairs();
  deepEqual(pairs.survey(), {
    rows: 0,
    empty: NONE,
    identical: NONE,
    duplicates: NONE,
    conflicts: NONE,
    ties: NONE,
    outscored: NONE,
    unscored: NONE,
    uneven: NONE,
  });
  for (let row = 0; row < 9; row++) pairs.add({ ...TEA, row });
  deepEqual(pairs.survey().duplicates, { count: 8, rows: [1, 2, 3] });
});

Deno.test("hashSet() knows 100,000 texts again, and no other", () => {
  const seen = hashSet();
  for (let i = 0; i < 100_000; i++) seen.add([`a${i}`, "b"]);
  let [known, others] = [0, 0];
  for (let i = 0; i < 100_000; i++) {
    known += Number(seen.has([`a${i}`, "b"]));
    others += Number(seen.has([`a${i}b`, ""])) + Number(seen.has(["b", `a${i}`])) +
      Number(seen.has([`a${i}`])) + Number(seen.has([`a${i + 100_000}`, "b"]));
  }
  deepEqual([known, others], [100_000, 0]);
});

Deno.test("countLengths() counts every length in the bin that holds it", () => {
  const lengths = countLengths();
  deepEqual([lengths.bins(), lengths.longest()], [[], 0]);
  const given = [0, 1, 2, 3, 4, 7, 8, 1023, 1024, 2 ** 24 - 1];
  for (const length of given) lengths.add(length);
  const bins = lengths.bins();
  equal(lengths.longest(), 2 ** 24 - 1);
  equal(bins.reduce((sum, { rows }) => sum + rows, 0), given.length);
  for (const { from, to, rows } of bins) {
    equal(
      rows,
      given.filter((length) => length >= from && length <= to).length,
      `${from} to ${to}`,
    );
  }
  ok(bins.slice(1).every(({ from }, i) => from === bins[i]!.to + 1));
});
