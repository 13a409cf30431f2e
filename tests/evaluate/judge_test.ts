import { deepEqual, equal, ok } from "node:assert/strict";
import { permutation } from "../../lib/base/random.ts";
import {
  calibrated,
  plainWords,
  presentFeatures,
  probability,
  textEvidence,
  textJudge,
} from "../../lib/evaluate/mod.ts";
import { small } from "./_classifier.ts";

const judge = textJudge(small);
const TEXTS = ["A good film!", "not good", "", "BAD, bad film", "neutral words alone", "great"];

Deno.test("textJudge() gives bias + scale · sum / (1 + count)^power, by hand", () => {
  // good, film, "good film", "!": 1 + 0 + .5 + .25 over √5; not, good, "not good": −.25 + 1 − 2 over √4.
  deepEqual([...judge(TEXTS.slice(0, 2))], [0.125 + 2 * 1.75 * 5 ** -0.5, 0.125 - 1.25]);
});

Deno.test("textJudge() gives the bias to a text without a known word", () => {
  deepEqual([...judge(["", "neutral words alone", "…", "<br />"])], Array(4).fill(0.125));
});

Deno.test("textJudge() gives each text what it gets alone, in any order", () => {
  const order = [...permutation([1, 2], TEXTS.length)];
  const grades = judge(TEXTS);
  deepEqual([...judge(order.map((i) => TEXTS[i]!))], order.map((i) => grades[i]));
  TEXTS.forEach((text, i) => equal(judge([text])[0], grades[i]));
  equal(judge([]).length, 0);
});

Deno.test("textJudge() hears presence, not number: repetition changes nothing", () => {
  const once = judge(["good good film, great film good"])[0];
  for (const times of [2, 3, 50]) {
    equal(judge(["good good film, great film ".repeat(times) + "good"])[0], once);
  }
});

Deno.test("textJudge() does not mind case, HTML's line breaks and typographic apostrophes", () => {
  equal(judge(["GOOD<br /><br>Film"])[0], judge(["good film"])[0]);
  deepEqual(plainWords("Didn’t"), plainWords("didn't"));
});

Deno.test("textEvidence() counts known features alone", () => {
  const evidenceOf = textEvidence(small.features, small.weights);
  deepEqual(evidenceOf(plainWords("a very good, good film")), { sum: 1.5, count: 3 });
});

Deno.test("calibrated() makes longer texts with the same sum less sure", () => {
  const at = (count: number) => calibrated({ sum: 3, count }, small.calibration);
  ok(at(1) > at(10) && at(10) > at(100) && at(100) > small.calibration.bias);
});

Deno.test("plainWords() of the words joined are the words again", () => {
  const texts = [
    "It's 'quoted' — really?! 10/10, l’été; O'Brien's rock'n'roll''s x_y",
    "<br/>İstanbul ΑΣ ẞ 東京 e\u0301\u00a0\u0085",
    "don't' 'tis '' ' !?!",
  ];
  for (const text of texts) {
    const words = plainWords(text);
    ok(words.length > 2);
    deepEqual(plainWords(words.join(" ")), words);
  }
});

Deno.test("plainWords() takes a hostile text in linear time", () => {
  const hostile = "<br".repeat(200_000) + "'".repeat(200_000) + "<br ".repeat(200_000);
  const start = performance.now();
  equal(plainWords(hostile).length > 0, true);
  ok(performance.now() - start < 2000);
});

Deno.test("presentFeatures() lists every word and every pair of neighbours once", () => {
  deepEqual([...presentFeatures([])], []);
  deepEqual([...presentFeatures(["a"])], ["a"]);
  deepEqual([...presentFeatures(["a", "a", "a"])], ["a", "a a"]);
});

Deno.test("probability() mirrors around 0 and saturates without NaN", () => {
  for (const z of [0.3, 5, 20]) ok(Math.abs(probability(z) + probability(-z) - 1) < 1e-15);
  deepEqual([probability(-Infinity), probability(-1e4), probability(1e4)], [0, 0, 1]);
});
