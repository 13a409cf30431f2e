/** Trains LoRA modules on a file of preferences. */
import { join } from "node:path";
import type { EncodedPair } from "../lib/base/mod.ts";
import { readAll, readCompletions, readPairs } from "../lib/data/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { adamw, chain, clipByNorm, type Optimiser, rmsprop, sgd, warmupCosine } from "../lib/optim/mod.ts";
import { encodeCompletions, encodePairs, loadTokenizer, type Tokenizer } from "../lib/tokens/mod.ts";
import { loadModel, objectiveOf, readAdapter, train } from "../lib/train/mod.ts";
import { main, readArguments, UsageError } from "./_arguments.ts";
import { interruption } from "./_interruption.ts";
import { modelFolder } from "./_model.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";
import { trainOptions, type TrainValues } from "./_train_options.ts";

await main(async () => {
  const { values } = readArguments(trainOptions, Deno.args, {
    task: "train",
    summary: "Trains LoRA modules on preferences: OFS-DPO, DPO and their kin.",
    examples: [
      "train --preset demo",
      "train --model models/demo --data prefs.jsonl --method dpo --beta 0.1 --out runs/dpo",
      "train --model models/demo --data prefs.jsonl --out runs/dpo --resume",
    ],
    presets: ({ preset }) => preset === "demo" ? demo() : {},
  });
  if (values.resume && values.out === undefined) {
    throw new UsageError("Option --resume needs --out, the folder of the run to go on with.");
  }
  await ensureEngine({ engine: values.engine, say });
  const folder = await modelFolder(values.model);
  const model = await loadModel(folder);
  const tokenizer = await loadTokenizer(folder);
  requireVocabulary(tokenizer, model.config.vocab, folder);
  const pairs = await readData(values, tokenizer, Math.min(values.maxLength, model.config.context));
  const steps = values.steps ?? values.epochs * Math.ceil(pairs.length / values.batchSize);
  const out = values.out ?? newFolder(values.method);
  const bar = progress({ label: "train", total: steps, unit: "steps" });
  const { signal, stop } = interruption(() => say("train: stopping after this step"));

  const { metrics, steps: done } = await train({
    model,
    pairs,
    steps,
    out,
    signal,
    objective: objectiveOf(values.method, {
      ...values,
      bound: values.chase === "raw" ? -Infinity : -10,
    }),
    lora: {
      rank: values.loraRank,
      alpha: values.loraAlpha,
      targets: values.loraTargets,
      rankStabilised: values.rslora,
    },
    ...(values.adapter ? { start: await readAdapter(values.adapter, model.config) } : {}),
    optimiser: optimiserOf(values, steps),
    batchSize: values.batchSize,
    shuffle: values.shuffle,
    seed: values.seed,
    padId: tokenizer.eos,
    resume: values.resume,
    saveEvery: values.saveEvery,
    settings: settingsOf(values, steps),
    baseName: values.model,
    onStep: (row, step) => bar.update(step, { note: `loss ${Number(row.loss).toFixed(4)}` }),
  });

  bar.done();
  stop();
  summarise(metrics.at(-1), done, steps, out);
});
