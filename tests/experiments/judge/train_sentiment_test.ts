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

const split = { kept: syntheticReviews(key(1), 270), held: syntheticReviews(key(4), 30) };
const trained = trainSentiment(split, key(0));
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
  deepEqual(trainSentiment(split, key(0)), trained);
  notDeepEqual(trainSentiment(split, key(1)).classifier.weights, trained.classifier.weights);
});

Deno.test("trainSentiment() calibrates on the texts held out, with windows", () => {
  equal(trained.heldOut.whole.n, 60);
  equal(trained.heldOut.windows.n, 60 * WINDOWS_PER_TEXT);
  ok(trained.heldOut.whole.accuracy > 0.9);
});

Deno.test("trainSentiment() has not learnt from the texts that calibrate", () => {
  const held = split.held.map(({ text, positive }) => ({ text, positive: !positive }));
  ok(trainSentiment({ ...split, held }, key(0)).heldOut.whole.accuracy < 0.6);
});

Deno.test("trainSentiment() learns from the texts held out in the end", () => {
  const held = split.held.map((row) => ({ ...row, text: `${row.text} zyzzyva` }));
  const { features } = trainSentiment({ ...split, held }, key(0)).classifier;
  ok(features.includes("zyzzyva") && !trained.classifier.features.includes("zyzzyva"));
});

Deno.test("trainSentiment() keeps to its size, and its features are sorted", () => {
  const { classifier: { features, weights } } = trainSentiment(split, key(0), { size: 10 });
  deepEqual([features.length, weights.length], [10, 10]);
  deepEqual(features.toSorted(), features);
});

Deno.test("trainSentiment() reports the steps of both parts", () => {
  const parts: string[] = [];
  const losses: number[] = [];
  trainSentiment(split, key(0), {
    onStep: (part, step, loss) => {
      if (step === 1) parts.push(part);
      losses.push(loss);
    },
  });
  deepEqual(parts, ["calibration", "final"]);
  ok(losses.every((loss) => loss > 0 && loss < Math.LN2));
});

Deno.test("trainSentiment() refuses a part without one of the classes", () => {
  const liked = split.held.filter(({ positive }) => positive);
  throws(() => trainSentiment({ ...split, held: liked }, key(0)), {
    name: "RangeError",
    message:
      "Cannot train a classifier as the texts held must be of both classes: current counts are 30 positive and 0 negative",
  });
  throws(() => trainSentiment({ ...split, kept: [] }, key(0)), /the texts kept must .* 0 positive/);
});
