/** Makes the demo's model, `models/demo`: a small GPT-2 that has read the demo's own questions and answers. */
import { fileURLToPath } from "node:url";
import { mergeAdapter } from "../lib/adapter/mod.ts";
import { fold, key, tf } from "../lib/base/mod.ts";
import { type Completion, readAll, readPairs } from "../lib/data/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { initModel, type Model, type ModelConfig } from "../lib/model/mod.ts";
import { supervisedObjective } from "../lib/losses/mod.ts";
import { adamw, warmupCosine } from "../lib/optim/mod.ts";
import { encodeCompletions, tokenizerFromJson, trainBpe } from "../lib/tokens/mod.ts";
import { saveModel, train, writeFile, writeJson } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";

const FOLDER = fileURLToPath(new URL("../models/demo", import.meta.url));
const CONFIG: ModelConfig = {
  family: "gpt2",
  layers: 3,
  width: 96,
  heads: 4,
  inner: 384,
  context: 128,
  vocab: 1024,
  activation: "gelu_new",
  epsilon: 1e-5,
  tied: false,
};

const spec = defineOptions({
  steps: { type: "integer", min: 1, default: 1200, help: "Steps of 32 texts." },
  seed: { type: "integer", min: 0, default: 0, help: "Seed of everything random." },
});

await main(async () => {
  const { values: { steps, seed } } = readArguments(spec, Deno.args, {
    task: "make-demo",
    summary: "Makes models/demo anew from its preferences, in minutes.",
  });
  await ensureEngine({ say });
  const texts = await readTexts();
  const json = trainBpe(texts.map(({ prompt, completion }) => prompt + completion), {
    vocabSize: CONFIG.vocab,
  });
  const tokenizer = tokenizerFromJson(json);
  const { pairs } = encodeCompletions(texts, tokenizer, { maxLength: CONFIG.context });
  const model = withLoudEmbeddings(initModel(CONFIG, fold(key(seed), 0)), 0.2);
  const bar = progress({ label: "make-demo", total: steps, unit: "steps" });

  // Modules of full rank on every map learn what training the maps themselves would.
  const { adapters, metrics } = await train({
    model,
    pairs,
    steps,
    seed,
    shuffle: true,
    batchSize: 32,
    padId: tokenizer.eos,
    objective: supervisedObjective(),
    lora: {
      rank: CONFIG.width,
      alpha: CONFIG.width,
      targets: ["c_attn", "c_proj", "c_fc"],
      rankStabilised: false,
    },
    optimiser: adamw({ rate: warmupCosine(6e-3, { warmup: 50, total: steps }) }),
    onStep: (row, step) => bar.update(step, { note: `loss ${Number(row.loss).toFixed(3)}` }),
  });
  bar.done();

  await saveModel(FOLDER, mergeAdapter(model, adapters.policy!));
  await writeFile(`${FOLDER}/tokenizer.json`, JSON.stringify(json));
  await writeJson(`${FOLDER}/tokenizer_config.json`, { eos_token: "<|endoftext|>" });
  say(`make-demo: ${steps} steps, loss ${metrics.at(-1)!.loss} nats a token, in ${FOLDER}`);
});

/** Both answers of every pair, so that the model prefers neither. */
async function readTexts(): Promise<(Completion & { row: number })[]> {
  const pairs = await readAll(readPairs(`${FOLDER}/preferences.jsonl`));
  return pairs.flatMap(({ prompt, chosen, rejected }) =>
    [chosen, rejected as string].map((completion) => ({ prompt, completion }))
  ).map((text, row) => ({ ...text, row }));
}

/** Embedding and head are not trained here: scores reach no higher than the length of the head's rows, so they start long. */
function withLoudEmbeddings(model: Model, std: number): Model {
  const weights = { ...model.weights };
  for (const name of ["wte.weight", "wpe.weight", "lm_head.weight"]) {
    weights[name] = tf.mul(model.weights[name]!, std / 0.02);
  }
  return { ...model, weights };
}
