/** Trains LoRA modules on a file of preferences. */
import { fileURLToPath } from "node:url";
import type { Row } from "../lib/base/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { defaultTargets, type Model } from "../lib/model/mod.ts";
import { hashTokenizer, objectiveOf, readAdapter, train } from "../lib/train/mod.ts";
import { main, readArguments, UsageError } from "./_arguments.ts";
import { idleOptions } from "./_idle_options.ts";
import { interruption } from "./_interruption.ts";
import { loadModelAndTokenizer } from "./_load.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";
import { requireRoom } from "./_train_memory.ts";
import { trainOptions, type TrainValues } from "./_train_options.ts";
import { recordOf, sourcesOf } from "./_train_record.ts";
import { optimiserOf, readTrainingData, settingsOf } from "./_train_parts.ts";
import { unheededOptions } from "./_unheeded_options.ts";

/** Trains on the preferences that the project ships, on the model made for them. */
const DEMO: Partial<TrainValues> = {
  model: "demo",
  data: fileURLToPath(new URL("../models/demo/preferences.jsonl", import.meta.url)),
  lr: 1e-3,
  alpha: 0.1,
  epochs: 3,
};

/** Exit code of a run that Ctrl-C ended, as shells have it. */
const INTERRUPTED = 130;

await main(async () => {
  const { values, given } = readArguments(trainOptions, Deno.args, {
    task: "train",
    summary: "Trains LoRA modules on preferences: OFS-DPO, DPO and their kin.",
    examples: [
      "--preset demo",
      "--model demo --data prefs.jsonl --method dpo --beta 0.1 --out runs/dpo",
      "--model demo --data prefs.jsonl --method dpo --beta 0.1 --out runs/dpo --resume",
    ],
    presets: ({ preset }) => preset === "demo" ? DEMO : {},
  });
  if (values.resume && values.out === undefined) {
    throw new UsageError("Option --resume needs --out, the folder of the run to go on with.");
  }
  for (
    const line of [...unheededOptions(values.method, given), ...idleOptions(values, given)]
  ) say(line);
  const engine = await ensureEngine({ engine: values.engine, say });
  const sources = await sourcesOf(values);
  const loaded = await loadModelAndTokenizer(
    sources.model.path,
    { held: values.baseDtype, ...(!values.memoryCheck && { available: undefined }) },
  );
  const pairs = await readTrainingData({ ...values, data: sources.data.path }, loaded);
  const steps = values.steps ?? values.epochs * Math.ceil(pairs.length / values.batchSize);
  const out = values.out ?? newFolder(values.method);
  const start = sources.adapter && await readAdapter(sources.adapter.path, loaded.model.config);
  const run = {
    pairs,
    objective: objectiveOf(values.method, {
      ...values,
      bound: values.chase === "raw" ? -Infinity : -10,
    }),
    lora: start?.config ?? loraOf(values, loaded.model),
    batchSize: values.batchSize,
    ...(values.tokenBudget !== undefined && { tokenBudget: values.tokenBudget }),
    shuffle: values.shuffle,
    seed: values.seed,
    padId: loaded.tokenizer.eos,
  };
  if (values.memoryCheck) {
    requireRoom({ ...run, config: loaded.model.config, held: values.baseDtype }, engine);
  }
  const { signal, stop } = interruption(() => say("train: stopping after this step"));
  const bar = startBar(steps);

  const { metrics, steps: done } = await train({
    ...run,
    model: loaded.model,
    steps,
    out,
    signal,
    ...(start && { start }),
    optimiser: optimiserOf(values, steps),
    precision: values.precision,
    ...await cachedReference(values.referenceCache, sources.model.path),
    resume: values.resume,
    saveEvery: values.saveEvery,
    settings: settingsOf(values, steps),
    record: await recordOf(values, sources),
    baseName: sources.model.id ?? values.model,
    onStart: bar.start,
    onStep: (row, step) => bar.update(step, `loss ${Number(row.loss).toFixed(4)}`),
  });

  bar.done();
  stop();
  for (const line of summary(metrics.at(-1), done, steps, out)) say(line);
  if (done < steps) Deno.exit(INTERRUPTED);
});

/** Where the reference's log-probabilities are kept, and the tokenizer that they belong to. */
async function cachedReference(referenceCache: string | undefined, folder: string) {
  if (referenceCache === undefined) return {};
  return { referenceCache, tokenizerHash: await hashTokenizer(folder) };
}

function loraOf(
  { loraRank, loraAlpha, loraTargets, rslora }: TrainValues,
  { config }: Pick<Model, "config">,
) {
  const named = loraTargets ?? defaultTargets(config);
  const targets = named.length === 1 && named[0] === "all-linear" ? "all-linear" as const : named;
  return { rank: loraRank, alpha: loraAlpha, targets, rankStabilised: rslora };
}

/** A progress bar whose rate counts from where the run starts, which a resumed run knows only when it is loaded. */
function startBar(total: number) {
  let bar: ReturnType<typeof progress> | undefined;
  return {
    start: (from: number) => void (bar = progress({ label: "train", total, from, unit: "steps" })),
    update: (step: number, note: string) => bar?.update(step, { note }),
    done: () => bar?.done(),
  };
}

/** A folder of its own for a run that was not told where to go. */
function newFolder(method: string): string {
  const now = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `runs/${method}-${now}`;
}

function summary(last: Row | undefined, done: number, steps: number, out: string): string[] {
  if (done < steps) {
    return [`train: stopped at step ${done} of ${steps}; go on with --out ${out} --resume`];
  }
  const shown = ["loss", "rewards/margins", "rewards/accuracies"]
    .filter((name) => last?.[name] !== undefined)
    .map((name) => `${name} ${Number(last![name]).toFixed(4)}`);
  return [`train: ${[`${steps} steps`, ...shown].join(", ")}`, `train: adapter in ${out}/adapter`];
}
