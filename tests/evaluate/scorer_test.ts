import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { initAdapter, loraBank } from "../../lib/adapter/mod.ts";
import { type EncodedPair, key, type Tensors, tf } from "../../lib/base/mod.ts";
import { scoreAnswers, scorePairs, scorer } from "../../lib/evaluate/mod.ts";
import type { Linear } from "../../lib/model/mod.ts";
import { fixtureModel, scoresOf } from "../model/_models.ts";
import { assertClose, noLeaks } from "../_support.ts";

const model = await fixtureModel("gpt2-a");
const { vocab } = model.config;
const LORA = { rank: 4, alpha: 8, targets: ["c_attn"], rankStabilised: false };
const linear = (weights: Tensors) => loraBank([weights], 2);

/** Token ids that differ with `seed`. */
function text(length: number, seed: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => (5 * seed + 3 * i * (seed + 1) + 1) % vocab);
}

/** Answers of many lengths to prompts of many lengths, some of which come again. */
const prompts = Array.from({ length: 21 }, (_, i) => text(1 + i % 5, i % 7));
const answers = Array.from({ length: 21 }, (_, i) => text(1 + (3 * i) % 11, i));

/** log π of each answer by the whole softmax, one text at a time, in float64. */
function plainly(linear?: Linear): Promise<number[]> {
  return Promise.all(prompts.map(async (prompt, i) => {
    const ids = [...prompt, ...answers[i]!];
    const scores = await scoresOf(model, [ids], linear);
    let sum = 0;
    for (let at = prompt.length; at < ids.length; at++) {
      const row = Array.from(scores.subarray((at - 1) * vocab, at * vocab));
      const top = Math.max(...row);
      const total = row.reduce((sum, score) => sum + Math.exp(score - top), 0);
      sum += row[ids[at]!]! - top - Math.log(total);
    }
    return sum;
  }));
}

/** A module that has moved. */
function module(seed: number): Tensors {
  const { weights } = initAdapter(model.config, LORA, key(seed));
  const moved = Object.fromEntries(
    Object.entries(weights).map(([name, factor]) => [name, tf.add(factor, 0.05 * seed)]),
  );
  tf.dispose(weights);
  return moved;
}

for (const rows of [1, 2, 64]) {
  Deno.test(`scoreAnswers() gives the sum of log-probabilities, ${rows} rows at once`, async () => {
    const scores = await scoreAnswers(model, prompts, answers, { rows });
    assertClose(scores, await plainly(), 1e-4);
  });
}

Deno.test("scorer() scores under each policy that it is given", async () => {
  const by = scorer(model, { linear });
  const found: Float64Array[] = [];
  for (const seed of [1, 2]) {
    const weights = module(seed);
    const scores = await by.scoreAnswers(prompts, answers, weights);
    assertClose(scores, await plainly(linear(weights)), 1e-4);
    deepEqual(await by.scoreAnswers(prompts, answers, weights), scores);
    found.push(scores);
    tf.dispose(weights);
  }
  ok(found[0]!.some((score, i) => Math.abs(score - found[1]![i]!) > 0.1));
  by.dispose();
});

Deno.test("scorePairs() scores both answers, and one that pairs share once", async () => {
  const pair = (i: number, j: number, row: number): EncodedPair => ({
    prompt: prompts[i]!,
    chosen: answers[i]!,
    rejected: [answers[j]!],
    row,
  });
  const pairs = [pair(0, 1, 0), pair(0, 2, 1), pair(3, 0, 2)];
  const { chosen, rejected } = await scorePairs(model, pairs);
  const apart = (side: "chosen" | "rejected") =>
    scoreAnswers(
      model,
      pairs.map(({ prompt }) => prompt),
      pairs.map((pair) => side === "chosen" ? pair.chosen : pair.rejected[0]!),
    );
  assertClose(chosen, await apart("chosen"), 1e-5);
  assertClose(rejected, await apart("rejected"), 1e-5);
  equal(chosen[0], chosen[1]);
});

Deno.test("scorePairs() scores every rejected answer, the first ones of all pairs before the second ones", async () => {
  const pairs = [0, 3].map((i, row): EncodedPair => ({
    prompt: prompts[i]!,
    chosen: answers[i]!,
    rejected: [1, 2, 4].map((j) => answers[i + j]!),
    row,
  }));
  const { chosen, rejected } = await scorePairs(model, pairs);
  equal(chosen.length, 2);
  const apart = await scoreAnswers(
    model,
    [1, 2, 4].flatMap(() => pairs.map(({ prompt }) => prompt)),
    [0, 1, 2].flatMap((k) => pairs.map(({ rejected }) => rejected[k]!)),
  );
  assertClose(rejected, apart, 1e-5);
  const uneven = [pairs[0]!, { ...pairs[1]!, rejected: [answers[1]!] }];
  await rejects(scorePairs(model, uneven), /row 2 has 1 rejected ones where row 1 has 3/);
});

Deno.test("scorer() has nothing to score in an empty list, and leaves no tensor behind", async () => {
  const weights = module(1);
  await noLeaks(async () => {
    const by = scorer(model, { linear });
    deepEqual(await by.scoreAnswers([], [], weights), new Float64Array());
    await noLeaks(() => by.scoreAnswers(prompts, answers, weights));
    await noLeaks(() => by.scoreAnswers(prompts.slice(4), answers.slice(4), weights));
    by.dispose();
  });
  tf.dispose(weights);
});
