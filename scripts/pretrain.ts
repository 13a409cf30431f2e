/** Trains a base model on film reviews: tokenizer, language model, model card. */
import { join } from "node:path";
import { fold, key } from "../lib/base/mod.ts";
import { fileExists, readBytes, readJson } from "../lib/data/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { CORPORA, type Corpus } from "../lib/experiments/corpora.ts";
import { initModel, parseConfig } from "../lib/model/mod.ts";
import { adamw, chain, clipByNorm, warmupStableDecay } from "../lib/optim/mod.ts";
import { encodeStream, type Tokenizer, tokenizerFromJson, trainBpe } from "../lib/tokens/mod.ts";
import { pretrain, saveModel, writeFile, writeJson } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments, UsageError } from "./_arguments.ts";
import { engineOption, precisionOption } from "./_engine_option.ts";
import { readEnv } from "./_environment.ts";
import { interruption } from "./_interruption.ts";
import { modelCard } from "./_pretrain_card.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";

const spec = defineOptions({
  data: {
    type: "string",
    placeholder: "folder",
    group: "Input",
    help: "Folder that holds imdb/ or reddit/; without this option, FASTSLOW_DATA.",
  },
  corpus: {
    type: "string",
    choices: Object.keys(CORPORA),
    default: "reviews",
    group: "Input",
    help: "Film reviews (imdb/), or Reddit posts with their TL;DR (reddit/).",
  },
  vocab: {
    type: "integer",
    min: 300,
    default: 4096,
    group: "Model",
    help: "Size of the vocabulary.",
  },
  layers: { type: "integer", min: 1, default: 4, group: "Model", help: "Blocks." },
  width: { type: "integer", min: 8, default: 192, group: "Model", help: "Width." },
  heads: { type: "integer", min: 1, default: 6, group: "Model", help: "Attention heads." },
  context: { type: "integer", min: 8, default: 128, group: "Model", help: "Context, in tokens." },
  steps: { type: "integer", min: 1, default: 10_000, group: "Optimisation", help: "Steps in all." },
  rows: { type: "integer", min: 1, default: 32, group: "Optimisation", help: "Windows a step." },
  lr: {
    type: "number",
    exclusiveMin: 0,
    default: 3e-3,
    group: "Optimisation",
    help: "Highest learning rate of AdamW (.9, .95).",
  },
  decayShare: {
    type: "number",
    min: 0,
    max: 1,
    default: 0.3,
    group: "Optimisation",
    help: "Share of the steps, at the end, in which the rate falls to 0.",
  },
  seed: { type: "integer", min: 0, default: 0, group: "Run", help: "Seed of everything random." },
  out: {
    type: "string",
    default: "runs/pretrain",
    placeholder: "folder",
    group: "Run",
    help: "Folder of the run: tokens, metrics, checkpoints.",
  },
  save: {
    type: "string",
    placeholder: "folder",
    group: "Run",
    help: "Folder of the finished model; without it, one of the corpus's name under models/.",
  },
  resume: {
    type: "boolean",
    group: "Run",
    help: "Go on from the newest checkpoint in --out; --steps may be larger than before.",
  },
  ...engineOption,
  ...precisionOption,
  saveEvery: {
    type: "integer",
    min: 1,
    default: 500,
    group: "Run",
    help: "Steps between checkpoints.",
  },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "pretrain",
    summary: "Trains a small GPT-2 on a body of texts from nothing and writes its model card.",
    examples: [
      "--data DATA --steps 10000",
      "--data DATA --steps 12000 --resume",
      "--data DATA --corpus posts --context 384 --rows 8",
    ],
  });
  const data = values.data ?? readEnv("FASTSLOW_DATA");
  if (data === undefined) throw new UsageError("--data is required. See --help.");
  await ensureEngine({ engine: values.engine, say });
  const name = values.corpus as keyof typeof CORPORA;
  const corpus = CORPORA[name];
  const save = values.save ?? join("models", name);
  const { tokenizer, json, tokens } = await prepare(corpus, data, values.out, values.vocab);
  const config = parseConfig({
    model_type: "gpt2",
    n_layer: values.layers,
    n_embd: values.width,
    n_head: values.heads,
    n_positions: values.context,
    vocab_size: values.vocab,
  });
  const { steps, rows, seed } = values;
  const rate = warmupStableDecay(values.lr, {
    warmup: Math.min(200, Math.floor(steps / 10)),
    total: steps,
    decay: Math.floor(values.decayShare * steps),
  });
  const { signal, stop } = interruption(() => say("pretrain: stopping after this step"));
  let bar: ReturnType<typeof progress> | undefined;

  const { model, steps: done } = await pretrain({
    model: initModel(config, fold(key(seed), 1)),
    windows: { tokens, rows, time: config.context },
    steps,
    seed,
    precision: values.precision,
    out: values.out,
    resume: values.resume,
    saveEvery: values.saveEvery,
    optimiser: chain(clipByNorm(1), adamw({ rate, beta2: 0.95 })),
    settings: { lr: values.lr },
    signal,
    onStart: (from) =>
      void (bar = progress({ label: "pretrain", total: steps, from, unit: "steps" })),
    onStep: ({ loss }, step) => bar?.update(step, { note: `loss ${Number(loss).toFixed(3)}` }),
  });

  bar?.done();
  stop();
  if (done < steps) {
    say(`pretrain: stopped at step ${done} of ${steps}; go on with --resume`);
    Deno.exit(130);
  }
  await saveModel(save, model);
  await writeFile(join(save, "tokenizer.json"), JSON.stringify(json));
  await writeJson(join(save, "tokenizer_config.json"), { eos_token: "<|endoftext|>" });
  const card = await modelCard({
    ...{ model, tokenizer, corpus, name, data, tokens, values },
    run: values.out,
  });
  await writeFile(join(save, "README.md"), card);
  say(`pretrain: model and card in ${save}`);
});

/** The tokenizer and the texts as tokens: made once, then read from the run's folder. */
async function prepare(corpus: Corpus, data: string, out: string, vocab: number) {
  const paths = { tokenizer: join(out, "tokenizer.json"), tokens: join(out, "tokens.bin") };
  if (await fileExists(paths.tokens)) {
    const json = await readJson(paths.tokenizer);
    const bytes = await readBytes(paths.tokens);
    const tokenizer = tokenizerFromJson(json);
    if (tokenizer.size !== vocab) {
      throw new RangeError(
        `Cannot go on in ${out} as its tokens are of a vocabulary of ${tokenizer.size}: choose another --out, or --vocab ${tokenizer.size}`,
      );
    }
    return {
      json,
      tokenizer,
      tokens: new Uint16Array(bytes.slice().buffer),
    };
  }
  say("pretrain: learning the tokenizer from every fourth text");
  const json = trainBpe(await everyFourth(corpus.train(data)), {
    vocabSize: vocab,
  });
  const tokenizer: Tokenizer = tokenizerFromJson(json);
  const bar = progress({ label: "encode", unit: "texts" });
  const tokens = await encodeStream(
    corpus.train(data),
    tokenizer,
    (done) => bar.update(done),
  );
  bar.done();
  await writeFile(paths.tokenizer, JSON.stringify(json));
  await writeFile(paths.tokens, new Uint8Array(tokens.buffer));
  return { json, tokenizer, tokens };
}

async function everyFourth(texts: AsyncIterable<string>): Promise<string[]> {
  const some: string[] = [];
  let at = 0;
  for await (const text of texts) if (at++ % 4 === 0) some.push(text);
  return some;
}
