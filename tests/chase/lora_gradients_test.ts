import { equal, notEqual } from "node:assert/strict";
import { adapterFromFiles, loraBank, loraScale } from "../../lib/adapter/mod.ts";
import { type PairLogps, type Tensors, tf } from "../../lib/base/mod.ts";
import { chaseLosses } from "../../lib/chase/mod.ts";
import { batchTensors, pairLogps } from "../../lib/logprobs/mod.ts";
import { dpo } from "../../lib/losses/mod.ts";
import { modelFromFiles } from "../../lib/model/mod.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";
import { hashModel } from "../../lib/train/fingerprint.ts";
import { assertClose, engine, fixture, fixturePath, flat, maxNorm } from "../_support.ts";

void engine;

interface Fixture {
  readonly pairs: readonly Record<"prompt" | "chosen" | "rejected", number[]>[];
  readonly dpo: { loss: number; gradients: Record<string, number[][]> };
  readonly chase: { L_F: number; L_S: number; gradients: Record<string, number[][]> };
}
const known = await fixture<Fixture>("lora_gradients.json");
const model = modelFromFiles(
  await fixture("gpt2-a/config.json"),
  await Deno.readFile(fixturePath("gpt2-a/model.safetensors")),
  "gpt2-a",
);
const [fast, slow] = await Promise.all(["fast", "slow"].map(async (name) =>
  adapterFromFiles(
    await fixture(`lora/${name}/adapter_config.json`),
    await Deno.readFile(fixturePath(`lora/${name}/adapter_model.safetensors`)),
    model.config,
    name,
  )
));
const batch = batchTensors(batchPairs(known.pairs.map((pair, row) => ({
  row,
  prompt: Int32Array.from(pair.prompt),
  chosen: Int32Array.from(pair.chosen),
  rejected: [Int32Array.from(pair.rejected)],
}))));
const [reference] = pairLogps(model, batch, { gradient: false }) as [PairLogps];
const scale = loraScale(fast!.config);

/** Value and gradients of a function of the modules' log-probabilities, with respect to every factor. */
function differentiate(
  modules: readonly Tensors[],
  loss: (policies: readonly PairLogps[]) => tf.Scalar,
) {
  const names = modules.flatMap((module) => Object.keys(module));
  const { value, grads } = tf.valueAndGrads((...leaves: tf.Tensor[]) => {
    let next = 0;
    const bank = modules.map((module) =>
      Object.fromEntries(Object.keys(module).map((name) => [name, leaves[next++]!]))
    );
    const linears = bank.map((module) => loraBank([module], scale));
    return loss(pairLogps(model, batch, { linears }));
  })(modules.flatMap((module) => Object.values(module)));
  return { value, grads, names };
}

async function assertGradients(
  grads: readonly tf.Tensor[],
  names: readonly string[],
  expected: Record<string, number[][]>,
) {
  for (const [i, name] of names.entries()) {
    const numbers = flat(expected[name]);
    assertClose(await grads[i]!.data(), numbers, 1e-5, { what: name, scale: maxNorm(numbers) });
  }
}

Deno.test("DPO's gradient on every LoRA factor is PyTorch's", async () => {
  const { value, grads, names } = differentiate(
    [fast!.weights],
    ([policy]) => tf.mean(dpo({ beta: 0.1 })(policy!, reference)),
  );
  assertClose(await value.data(), [known.dpo.loss], 1e-5);
  await assertGradients(grads, names, known.dpo.gradients);
});

Deno.test("the chase's gradients on both modules, in one pass, are PyTorch's", async () => {
  const losses = chaseLosses(dpo({ beta: 0.1 }), { alpha: 0.5 });
  const { value, grads, names } = differentiate([fast!.weights, slow!.weights], ([F, S]) => {
    const { fast, slow } = losses(F!, S!, reference);
    return tf.add(tf.mean(fast), tf.mean(slow)) as tf.Scalar;
  });
  assertClose(await value.data(), [known.chase.L_F + known.chase.L_S], 1e-5);
  const count = Object.keys(fast!.weights).length;
  await assertGradients(
    grads,
    names.map((name, i) => `${i < count ? "fast" : "slow"}/${name}`),
    known.chase.gradients,
  );
});

Deno.test("a step on one module's loss leaves every bit of the other module as it was", async () => {
  const losses = chaseLosses(dpo({ beta: 0.1 }), { alpha: 0.5 });
  const hash = (module: Tensors) => hashModel({ config: model.config, weights: module });
  for (const which of ["fast", "slow"] as const) {
    const modules = [fast!.weights, slow!.weights];
    const { grads } = differentiate(
      modules,
      ([F, S]) => tf.mean(losses(F!, S!, reference)[which]),
    );
    const flatGrads = [...grads];
    const stepped = modules.map((module) =>
      Object.fromEntries(
        Object.entries(module).map(([name, x]) => [name, tf.sub(x, flatGrads.shift()!)]),
      )
    );
    const [own, other] = which === "fast" ? [0, 1] : [1, 0];
    equal(await hash(stepped[other]!), await hash(modules[other]!));
    notEqual(await hash(stepped[own]!), await hash(modules[own]!));
  }
});
