import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { initAdapter, loraBank } from "../../lib/adapter/mod.ts";
import { type EncodedPair, key, type Tensors, tf, valueAndGradients } from "../../lib/base/mod.ts";
import { batchTensors, pairLogps } from "../../lib/logprobs/mod.ts";
import { initModel, type ModelConfig, parseConfig } from "../../lib/model/mod.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";
import {
  availableMemory,
  estimateMemory,
  estimateTraining,
  loadingBytes,
  loadModel,
  objectiveOf,
  requireMemory,
  residentMemory,
  saveModel,
} from "../../lib/train/mod.ts";
import { engine } from "../_support.ts";
import { CONFIG, LORA, tinyModel, tinyPairs } from "./_worlds.ts";

void engine;

function configOf(layers: number, width: number, heads: number, context = 32): ModelConfig {
  return parseConfig({
    model_type: "gpt2",
    n_layer: layers,
    n_embd: width,
    n_head: heads,
    n_positions: context,
    vocab_size: 40,
  });
}

/** A pair of different tokens, of a length that a row of one prompt and two answers then has. */
function pairOf(row: number, length: number): EncodedPair {
  const tokens = (count: number, first: number) =>
    Int32Array.from({ length: count }, (_, i) => (first + i) % 40);
  const third = Math.floor(length / 3);
  return {
    row,
    prompt: tokens(length - 2 * third, row),
    chosen: tokens(third, row + 1),
    rejected: [tokens(third, row + 2)],
  };
}

/** Bytes that a forward pass leaves for the backward pass, counted. */
function bytesHeld(
  config: ModelConfig,
  pairs: readonly EncodedPair[],
  modules: number,
  targets: string[],
) {
  const model = initModel(config, key(0));
  const lora = { ...LORA, targets };
  const params = Object.fromEntries(
    Array.from({ length: modules }, (_, i) => [`m${i}`, initAdapter(config, lora, key(i)).weights]),
  );
  const host = batchPairs(pairs);
  const batch = batchTensors(host);
  let held = 0;
  tf.engine().startScope();
  valueAndGradients((params) => {
    const before = tf.memory().numBytes;
    const linears = Object.values(params).map((module) => loraBank([module as Tensors], 1));
    const policies = pairLogps(model, batch, { linears });
    held = tf.memory().numBytes - before;
    const sums = policies.map(({ chosen, rejected }) => tf.sum(tf.sub(chosen, rejected)));
    return { value: tf.addN(sums) as tf.Scalar, extra: [] };
  }, params);
  tf.engine().endScope();
  tf.dispose([model.weights, params, batch]);
  const tokens = host.targets.length;
  const { held: estimated } = estimateMemory(config, {
    rows: host.rows,
    time: host.time,
    tokens,
    modules,
    lora,
  });
  return { held, estimated };
}

Deno.test("estimateMemory() knows what the forward pass holds for the backward pass", async (t) => {
  const pairs = Array.from({ length: 3 }, (_, row) => pairOf(row, 30));
  const long = [pairOf(0, 600)];
  const cases: [ModelConfig, number, string[], EncodedPair[]?][] = [
    [configOf(2, 32, 2), 1, ["c_attn"]],
    [configOf(3, 32, 4), 2, ["c_attn"]],
    [configOf(3, 32, 4), 1, ["c_attn", "c_proj", "c_fc"]],
    [configOf(6, 16, 8), 2, ["c_fc"]],
    [configOf(3, 16, 4, 600), 1, ["c_attn"], long],
  ];
  for (const [config, modules, targets, given = pairs] of cases) {
    const name =
      `${config.layers} × ${config.width}, ${config.heads} heads, ${modules} modules, ${targets}`;
    await t.step(name, () => {
      const { held, estimated } = bytesHeld(config, given, modules, targets);
      ok(held > 0);
      const ratio = estimated / held;
      ok(ratio > 0.9 && ratio < 1.1, `estimated are ${estimated} bytes, held ${held}: ${ratio}`);
    });
  }
});

Deno.test("estimateMemory() counts the weights exactly, and the largest of them while it is read", () => {
  const config = configOf(2, 32, 2);
  const model = initModel(config, key(0));
  const bytes = Object.values(model.weights).reduce((sum, { size }) => sum + 4 * size, 0);
  tf.dispose(model.weights);
  const sizes = { rows: 1, time: 2, tokens: 2, lora: { rank: 1, targets: ["c_attn"] } };
  equal(estimateMemory(config, sizes).weights, bytes);
  const large = { ...config, layers: 400, width: 1024 };
  const { runtime, total } = estimateMemory(large, { ...sizes, time: 1 });
  ok(total >= runtime + loadingBytes(large));
  // The largest parameter of the small model is the feed-forward block's, 32 × 128.
  equal(loadingBytes(config), bytes + 3 * 4 * 32 * 128);
});

Deno.test("estimateMemory() grows with every dial", () => {
  const config = configOf(2, 32, 2);
  const sizes = {
    rows: 64,
    time: 64,
    tokens: 512,
    modules: 1,
    lora: { rank: 4, targets: ["c_attn"] },
  };
  const { total } = estimateMemory(config, sizes);
  const larger = [
    { ...sizes, rows: 128 },
    { ...sizes, time: 128 },
    { ...sizes, modules: 2 },
    { ...sizes, lora: { ...sizes.lora, rank: 64 } },
    { ...sizes, lora: { ...sizes.lora, targets: ["c_attn", "c_fc"] } },
  ];
  for (const more of larger) ok(estimateMemory(config, more).total > total);
  throws(
    () => estimateMemory(config, { ...sizes, lora: { rank: 1, targets: ["q"] } }),
    /Cannot adapt "q"/,
  );
});

Deno.test("estimateMemory() takes the rank of each map", () => {
  const config = configOf(2, 8, 2);
  const shape = { rows: 4, time: 16, tokens: 20 };
  const estimate = (lora: { rank: number; rankPattern?: Record<string, number> }) =>
    estimateMemory(config, { ...shape, lora: { ...lora, targets: "all-linear" } });
  deepEqual(estimate({ rank: 2, rankPattern: { ".*": 5 } }), estimate({ rank: 5 }));
  const some = estimate({ rank: 2, rankPattern: { c_fc: 5 } }).adapters;
  ok(estimate({ rank: 2 }).adapters < some && some < estimate({ rank: 5 }).adapters);
});

Deno.test("estimateTraining() goes by the largest pass of the run", () => {
  const short = Array.from({ length: 9 }, (_, row) => pairOf(row, 30));
  const base = { config: CONFIG, objective: objectiveOf("dpo"), lora: LORA, batchSize: 2 };
  const held = (more: object) => estimateTraining({ ...base, pairs: short, ...more }, "wasm").held;
  const one = held({});
  ok(held({ pairs: short.with(6, pairOf(6, 90)) }) > one);
  ok(held({ batchSize: 4 }) > one);
  // A budget of one row takes each pair by itself, whatever the batch.
  equal(held({ batchSize: 4, tokenBudget: 1 }), held({ batchSize: 1 }));
  ok(held({ objective: objectiveOf("ofs-dpo") }) > 1.9 * one);
  ok(held({ objective: objectiveOf("sft") }) < one);
  // Shuffled, the same pairs need about the same.
  const pairs = tinyPairs(40);
  const [ordered, shuffled] = [
    held({ pairs, batchSize: 8 }),
    held({ pairs, batchSize: 8, shuffle: true }),
  ];
  ok(shuffled > 0.5 * ordered && shuffled < 2 * ordered);
});

Deno.test("requireMemory() says what is needed, what is there, and what to do", () => {
  throws(() => requireMemory("train", 12.34e9, "take less", 8e9), {
    name: "RangeError",
    message: "Cannot train as it needs about 12.3 GB of memory and 8.0 GB are there: take less",
  });
  requireMemory("train", 8e9, "take less", 8e9);
  requireMemory("train", 1e15, "take less", undefined);
});

Deno.test("loadModel() refuses a model for which the memory is too small, before it is read", async () => {
  const folder = await Deno.makeTempDir();
  const model = tinyModel();
  await saveModel(folder, model);
  const needed = loadingBytes(model.config);
  await rejects(
    loadModel(folder, { available: needed - 1 }),
    /Cannot load .*model\.safetensors as it needs about 0\.\d{3} GB of memory and 0\.\d{3} GB are there: end other/,
  );
  for (const available of [needed, undefined]) {
    const { weights } = await loadModel(folder, { available });
    tf.dispose(weights);
  }
  await rejects(loadModel(`${folder}/none`, { available: 0 }), /none/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("availableMemory() is less than all of the memory, and unknown where it may not be asked", async () => {
  const { total } = Deno.systemMemoryInfo();
  const available = availableMemory()!;
  ok(available > 0 && available < total);
  ok(residentMemory() > 1e6 && residentMemory() < total);
  const door = new URL("../../lib/train/available_memory.ts", import.meta.url).href;
  const script = `import { availableMemory } from ${
    JSON.stringify(door)
  }; console.log(availableMemory())`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", `data:application/javascript,${encodeURIComponent(script)}`],
  }).output();
  deepEqual(new TextDecoder().decode(stdout).trim(), "undefined");
});
