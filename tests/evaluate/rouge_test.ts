import { deepEqual, equal, ok } from "node:assert/strict";
import { fold, key, uniform } from "../../lib/base/mod.ts";
import { rouge, rougeLsum, type RougeScore } from "../../lib/evaluate/mod.ts";
import { commonLength, commonPlaces } from "../../lib/evaluate/common_subsequence.ts";
import { assertClose, fixture } from "../_support.ts";

type Scores = Readonly<Record<"rouge1" | "rouge2" | "rougeL" | "rougeLsum", RougeScore>>;
const known = await fixture<(Scores & { candidate: string; reference: string })[]>("rouge.json");

const ZERO = { precision: 0, recall: 0, fmeasure: 0 };
const ONE = { precision: 1, recall: 1, fmeasure: 1 };

/** All that is measured of two texts. */
function all(candidate: string, reference: string): Scores {
  return { ...rouge(candidate, reference), rougeLsum: rougeLsum(candidate, reference) };
}

/** Words of few letters, so that many subsequences are equally long. */
function words(seed: number, count: number): string[] {
  return Array.from(uniform(fold(key(1), seed), count), (u) => "abcd"[Math.floor(4 * u)]!);
}

Deno.test("ROUGE is that of the package rouge-score", () => {
  ok(known.length >= 40);
  for (const { candidate, reference, ...expected } of known) {
    const scores = all(candidate, reference);
    for (const kind of ["rouge1", "rouge2", "rougeL", "rougeLsum"] as const) {
      const [ours, theirs] = [scores[kind], expected[kind]].map((
        { precision, recall, fmeasure },
      ) => [precision, recall, fmeasure]);
      assertClose(ours!, theirs!, 1e-12, {
        what: `${kind} of ${JSON.stringify([candidate, reference])}`,
      });
    }
  }
});

Deno.test("rouge() by hand: the gunman's police", () => {
  // Lin 2004, section 3.1: both share 3 words with the reference, only the order differs.
  const reference = "police killed the gunman";
  const kill = rouge("police kill the gunman", reference);
  deepEqual(kill.rouge1, { precision: 0.75, recall: 0.75, fmeasure: 0.75 });
  deepEqual(kill.rouge2, { precision: 1 / 3, recall: 1 / 3, fmeasure: 1 / 3 });
  deepEqual(kill.rougeL, { precision: 0.75, recall: 0.75, fmeasure: 0.75 });
  equal(rouge("the gunman kill police", reference).rougeL.fmeasure, 0.5);
});

Deno.test("rougeLsum() by hand: a union of subsequences", () => {
  // Lin 2004, section 3.2: w1 w2 and w1 w3 w5 meet four of the five words.
  const score = rougeLsum("w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5", "w1 w2 w3 w4 w5");
  deepEqual([score.recall, score.precision], [0.8, 0.4]);
});

Deno.test("ROUGE of equal texts is 1, of texts without a common word 0, of texts without words 0", () => {
  for (const kind of ["rouge1", "rouge2", "rougeL", "rougeLsum"] as const) {
    deepEqual(all("It rained.\nThe dog sat.", "it rained\nthe dog sat")[kind], ONE);
    deepEqual(all("a b c", "d e f")[kind], ZERO);
    for (const empty of ["", "…", "\n\n"]) {
      deepEqual(all(empty, empty)[kind], ZERO);
      deepEqual(all(empty, "a b")[kind], ZERO);
      deepEqual(all("a b", empty)[kind], ZERO);
    }
  }
  deepEqual(rouge("one", "one").rouge2, ZERO);
});

Deno.test("rouge() of swapped texts swaps precision and recall and keeps the F-measure", () => {
  for (let seed = 0; seed < 50; seed++) {
    const [a, b] = [words(seed, 9).join(" "), words(seed + 100, 14).join(" ")];
    const [there, back] = [rouge(a, b), rouge(b, a)];
    for (const kind of ["rouge1", "rouge2", "rougeL"] as const) {
      const { precision, recall, fmeasure } = there[kind];
      deepEqual([back[kind].recall, back[kind].precision], [precision, recall]);
      assertClose([back[kind].fmeasure], [fmeasure], 1e-15);
    }
  }
});

Deno.test("on one line ROUGE-Lsum is ROUGE-L, and ROUGE-L is never above ROUGE-1", () => {
  for (let seed = 0; seed < 50; seed++) {
    const [a, b] = [words(seed, 12).join(" "), words(seed + 100, 7).join(" ")];
    const { rouge1, rougeL } = rouge(a, b);
    deepEqual(rougeLsum(a, b), rougeL);
    ok(rougeL.recall <= rouge1.recall && rougeL.precision <= rouge1.precision);
  }
});

Deno.test("a common subsequence is one of both lists, as long as it is said to be", () => {
  for (let seed = 0; seed < 50; seed++) {
    const [a, b] = [words(seed, 15), words(seed + 100, 11)];
    const places = commonPlaces(a, b);
    equal(places.length, commonLength(a, b));
    deepEqual(places, [...new Set(places)].sort((x, y) => x - y));
    let from = 0;
    for (const place of places) {
      const found = b.indexOf(a[place]!, from);
      ok(found >= 0, `${a.join("")} and ${b.join("")}: ${places}`);
      from = found + 1;
    }
  }
});
