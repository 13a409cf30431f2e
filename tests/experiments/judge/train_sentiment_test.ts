import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { key } from "../../../lib/base/random.ts";
import { textJudge } from "../../../lib/evaluate/mod.ts";
import {
  measureJudge,
  measureOnWindows,
  trainSentiment,
  WINDOWS_PER_TEXT,
} from "../../../lib/experiments/judge/mod.ts";
import { oracle, syntheticReviews } from "./_reviews.ts";

const rows = syntheticReviews(key(1), 300);
const trained = trainSentiment(rows, key(0));
const judge = textJudge(trained.classifier);

Deno.test("trainSentiment() learns what speaks for a class, negation by a neighbour included", () => {
  const fresh = syntheticReviews(key(2), 500);
  const onWindows = (some: typeof judge) => measureOnWindows(some, fresh, key(3));
  ok(measureJudge(judge, fresh).accuracy > measureJudge(oracle, fresh).accuracy - 0.02);
  ok(onWindows(judge).accuracy > onWindows(oracle).accuracy - 0.02);
  ok(onWindows(judge).ece < 0.05, `${onWindows(judge).ece}`);
  const [none, liked, disliked, bad, notBad] = judge(
    ["", "a lovely film", "a dull film", "it was bad", "it was not bad"],
  );
  ok(liked! > none! && notBad! > none! && disliked! < none! && bad! < none!);
});

Deno.test("trainSentiment() gives the same for the same key, bit for bit, and other windows for another", () => {
  deepEqual(trainSentiment(rows, key(0)), trained);
  notDeepEqual(trainSentiment(rows, key(1)).classifier.weights, trained.classifier.weights);
});

Deno.test("trainSentiment() holds out the last texts of each class, with windows", () => {
  equal(trained.heldOut.whole.n, 60);
  equal(trained.heldOut.windows.n, 60 * WINDOWS_PER_TEXT);
  ok(trained.heldOut.whole.accuracy > 0.9);
});

Deno.test("trainSentiment() keeps to its size, and its features are sorted", () => {
  const { classifier: { features, weights } } = trainSentiment(rows, key(0), { size: 10 });
  deepEqual([features.length, weights.length], [10, 10]);
  deepEqual(features.toSorted(), features);
});

Deno.test("trainSentiment() reports the steps of both parts", () => {
  const parts: string[] = [];
  const losses: number[] = [];
  trainSentiment(rows, key(0), {
    onStep: (part, step, loss) => {
      if (step === 1) parts.push(part);
      losses.push(loss);
    },
  });
  deepEqual(parts, ["calibration", "final"]);
  ok(losses.every((loss) => loss > 0 && loss < Math.LN2));
});

Deno.test("trainSentiment() refuses a class that is too small to be parted", () => {
  const one = rows.filter(({ positive }, i) => positive || i === 300);
  throws(() => trainSentiment(one, key(0)), {
    name: "RangeError",
    message: /^Cannot train a classifier as each class must .* current counts are 300 and 1$/,
  });
  throws(() => trainSentiment([], key(0)), /current counts are 0 and 0/);
});
