import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { mapTree, tf } from "../../../lib/base/mod.ts";
import { mean } from "../../../lib/evaluate/mod.ts";
import {
  evaluatePolicy,
  referencePoint,
  startingModules,
} from "../../../lib/experiments/in_domain/mod.ts";
import { assertClose } from "../../_support.ts";
import { LORA, model, sizes, tokenizer, world } from "./_world.ts";

const options = { model, eos: tokenizer.eos, world: await world(0), beta: 0.1 };
const { point, evaluation } = await referencePoint(options);

Deno.test("referencePoint() measures the reference by the samples that policies' win against", () => {
  const { metrics, rewards, logRatios, texts } = evaluation;
  deepEqual([metrics.kl, metrics.win_rate, metrics.accuracy], [0, 0.5, 0.5]);
  assertClose(rewards, Array.from(point.grades, (grade) => 1 / (1 + Math.exp(-grade))), 1e-12);
  deepEqual(logRatios, Array(sizes.prompts).fill(0));
  equal(texts.length, sizes.prompts);
});

Deno.test("evaluatePolicy() of a policy that has not moved finds no KL and other samples than the reference's", async () => {
  const { policy } = startingModules(model, ["policy"], LORA, 0);
  const found = await evaluatePolicy(options, point, { config: LORA, weights: policy! });
  assertClose(found.logRatios, Array(sizes.prompts).fill(0), 1e-4);
  assertClose([found.metrics.heldout_loss!], [Math.LN2], 1e-5);
  ok(found.texts.some(({ text }, i) => text !== evaluation.texts[i]!.text));
  tf.dispose(policy!);
});

Deno.test("evaluatePolicy() gives the log ratios whose mean is the KL, and a reward a prompt", async () => {
  const { policy } = startingModules(model, ["policy"], LORA, 0);
  const moved = mapTree((factor) => tf.add(factor, 0.05), policy!);
  const { metrics, logRatios, rewards } = await evaluatePolicy(options, point, {
    config: LORA,
    weights: moved as typeof policy & object,
  });
  assertClose([mean(logRatios), mean(rewards)], [metrics.kl!, metrics.reward!], 1e-12);
  ok(metrics.kl! > 0.01, `${metrics.kl}`);
  tf.dispose([policy!, moved]);
});

Deno.test("evaluatePolicy() says that a policy whose scores are no numbers has diverged", async () => {
  const { policy } = startingModules(model, ["policy"], LORA, 0);
  const weights = mapTree((factor) => tf.fill(factor.shape, NaN), policy!) as
    & typeof policy
    & object;
  await rejects(evaluatePolicy(options, point, { config: LORA, weights }), {
    name: "DivergenceError",
    message: /log-probability 0 of the held-out pairs is NaN/,
  });
  tf.dispose([policy!, weights]);
});
