/** `reproduce losses`. */
import { join } from "node:path";
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  compareLosses,
  IN_DOMAIN_LORA,
  readRatedPosts,
  SUMMARY_PRESETS,
  summaryPairs,
  type SummaryPreset,
  summarySplit,
} from "../lib/experiments/mod.ts";
import { report, summariesReport } from "../lib/report/mod.ts";
import { hashModel, hashPairs } from "../lib/train/mod.ts";
import { dataFolder } from "./_data_folder.ts";
import { keptIn } from "./_kept_in.ts";
import { type LoadedModel, loadModelAndTokenizer } from "./_load.ts";
import { lossesContextOf } from "./_losses_context.ts";
import { progress } from "./_progress.ts";
import { type Reproduced, seedsOf } from "./_reproduced.ts";
import type { ReproduceValues, Task } from "./_reproduce_options.ts";
import { reproduceRecommend } from "./_reproduce_recommend.ts";
import { say } from "./_say.ts";

/** Parts of a whole that the bar tells apart. */
const PARTS = 1000;
/** Tokens of what stands between a post and its summary, at most. */
const CUE_TOKENS = 16;

/** Runs the task that is asked for. */
export function reproduceLosses(
  given: ReproduceValues & { readonly task: Task },
): Promise<Reproduced> {
  return given.task === "recommend" ? reproduceRecommend(given) : reproduceSummaries(given);
}

/** Compares losses on rated summaries and writes the report. */
async function reproduceSummaries(
  given: ReproduceValues & { readonly task: Task },
): Promise<Reproduced> {
  const started = performance.now();
  const planned = SUMMARY_PRESETS[given.preset as keyof typeof SUMMARY_PRESETS];
  const losses = given.methods ?? planned.losses;
  const seeds = seedsOf(given, planned);
  const out = given.out ?? join("runs", `losses-${given.task}-${given.preset}`);
  const folder = dataFolder(given, "tldr");
  const { name, line } = await ensureEngine({ engine: given.engine, say });
  const loaded = await loadModelAndTokenizer(given.model);
  requireContext(given.model, loaded, planned);
  const pairsOf = async (part: "train" | "test") =>
    summaryPairs(await readRatedPosts(folder, part), loaded.tokenizer, planned);
  const split = summarySplit(await pairsOf("train"), await pairsOf("test"), planned);
  const common = { ...planned, lora: IN_DOMAIN_LORA };
  const identity = {
    experiment: "losses",
    engine: name,
    model: await hashModel(loaded.model),
    pairs: hashPairs([...split.learnt, ...split.tuning, ...split.heldOut].flat()),
    beta: common.beta,
    lora: common.lora,
    batchSize: common.batchSize,
    tuningPosts: planned.tuningPosts,
    pairsPerPost: planned.pairsPerPost,
    measured: ["accuracy", "margins"],
  };
  const runs = await keptIn(out, identity);
  const bar = progress({ label: given.task, total: PARTS });
  const result = await compareLosses({
    ...common,
    model: loaded.model,
    padId: loaded.tokenizer.eos,
    losses,
    seeds,
    split,
    runs,
    mayBeSupported: given.preset === "full",
    onProgress: (done, note) => bar.update(Math.floor(done * PARTS), { note }),
  });
  bar.done();
  const seconds = (performance.now() - started) / 1000;
  const context = lossesContextOf(given, split, {
    ...{ preset: given.preset, planned, result, seconds },
    seeds: seeds.length,
    engine: line,
  });
  const content = summariesReport(result, context);
  await report(out, content);
  return { out, content };
}

function requireContext(
  name: string,
  { model }: LoadedModel,
  { postTokens, summaryTokens }: SummaryPreset,
) {
  const needed = postTokens + CUE_TOKENS + summaryTokens;
  if (model.config.context >= needed) return;
  throw new RangeError(
    `Cannot read posts with the model ${name} as its context must be ${needed} tokens or more: current value is ${model.config.context}; train one by "deno task pretrain --corpus posts --context 384 --rows 8", and name it by --model`,
  );
}
