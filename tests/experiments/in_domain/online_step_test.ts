import { ok } from "node:assert/strict";
import { initAdapter, loraScale } from "../../../lib/adapter/mod.ts";
import { key, type Tensors, tf } from "../../../lib/base/mod.ts";
import { compile, type Step } from "../../../lib/engine/mod.ts";
import { averaged, repeated } from "../../../lib/experiments/in_domain/online_step.ts";
import { batchTensors, REFERENCE } from "../../../lib/logprobs/mod.ts";
import { dpo } from "../../../lib/losses/mod.ts";
import { sgd } from "../../../lib/optim/mod.ts";
import { batchPairs } from "../../../lib/tokens/mod.ts";
import { objectiveOf, trainStep } from "../../../lib/train/mod.ts";
import { assertSameBothWays } from "../../_both_ways.ts";
import { assertClose, engine, noLeaks, take } from "../../_support.ts";
import { LORA, tinyModel, tinyPairs } from "../../train/_worlds.ts";

const ignore = engine.name !== "tensorflow";
const model = tinyModel();
const objective = objectiveOf("dpo");
const optimiser = sgd({ rate: 0.5 });
const step = trainStep({ model, objective, optimiser, scale: loraScale(LORA) });
const policy = initAdapter(model.config, LORA, key(1)).weights;
const run = { params: { policy }, optimiser: optimiser.init({ policy }), objective: {} };

function batchOf(rows: number): Tensors {
  return {
    ...batchTensors(batchPairs(tinyPairs(rows))),
    [REFERENCE.chosen]: tf.linspace(-20, -10, rows),
    [REFERENCE.rejected]: tf.linspace(-10, -20, rows),
  };
}

const average = averaged(step, { model, loss: dpo(), lora: LORA });
const served = { run, average: policy };
const weighted = (rows: number) => ({ ...batchOf(rows), weight: tf.scalar(0.25) });

Deno.test({
  name: "recorded steps that repeat or average give what eager ones do",
  ignore,
  fn: () =>
    noLeaks(async () => {
      const plain = [batchOf(3), batchOf(3), batchOf(2)];
      await assertSameBothWays(repeated(step, 2), run, plain);
      const withWeights = [weighted(3), weighted(3), weighted(2)];
      await assertSameBothWays(average, served, withWeights);
      tf.dispose([plain, withWeights]);
    }),
});

/** The first factor after some runs of a step. */
async function factorAfter(step: Step, runs: number): Promise<Float32Array> {
  const batch = batchOf(3);
  const compiled = compile(step, run, batch);
  for (let i = 0; i < runs; i++) tf.dispose(compiled.run(batch));
  const state = compiled.read() as typeof run;
  const factor = await take(state.params.policy["h.0.attn.c_attn.lora_B"]!.clone());
  tf.dispose([batch, state]);
  compiled.dispose();
  return factor;
}

Deno.test("repeated() does in one run what the step does in two", () =>
  noLeaks(async () => {
    const twice = await factorAfter(step, 2);
    assertClose(await factorAfter(repeated(step, 2), 1), twice, 1e-6);
    ok(twice.some((x) => Math.abs(x) > 1e-4), "nothing moved");
  }));

Deno.test("averaged() moves the average by its weight towards the iterate", () =>
  noLeaks(async () => {
    const batch = weighted(3);
    const compiled = compile(average, served, batch);
    tf.dispose(compiled.run(batch));
    const state = compiled.read() as typeof served;
    const name = "h.0.attn.c_attn.lora_B"; // starts at 0
    const [mean, iterate] = await Promise.all(
      [state.average[name]!, state.run.params.policy[name]!].map((x) => x.data<"float32">()),
    );
    assertClose(mean!, iterate!.map((x) => x / 4), 1e-7);
    tf.dispose([batch, state]);
    compiled.dispose();
  }));
