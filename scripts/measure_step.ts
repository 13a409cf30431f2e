/** Measures one training step of a random model on random pairs, recorded and op by op. */
import process from "node:process";
import { initAdapter, loraScales } from "../lib/adapter/mod.ts";
import { type EncodedPair, fold, type Key, key, tf, uniform } from "../lib/base/mod.ts";
import { compile, eagerly, ensureEngine, recorded } from "../lib/engine/mod.ts";
import { batchTensors, REFERENCE } from "../lib/logprobs/mod.ts";
import { initModel, parseConfig } from "../lib/model/mod.ts";
import { adamw } from "../lib/optim/mod.ts";
import { batchPairs } from "../lib/tokens/mod.ts";
import { METHODS, objectiveOf, peakMemory, trainStep } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

const RUNNERS = { recorded: recorded(), eagerly };
const LORA = { rank: 16, alpha: 16, targets: ["c_attn"], rankStabilised: false };

const spec = defineOptions({
  runner: {
    type: "string",
    choices: Object.keys(RUNNERS),
    default: "recorded",
    help: "How the step is run; one a process, as peak memory is the process'.",
  },
  method: { type: "string", choices: METHODS, default: "dpo", help: "What is minimised." },
  layers: { type: "integer", min: 1, default: 4, help: "Blocks of the model." },
  width: { type: "integer", min: 1, default: 128, help: "Width of the model." },
  heads: { type: "integer", min: 1, default: 4, help: "Heads of the model." },
  vocab: { type: "integer", min: 1, default: 4096, help: "Token ids of the model." },
  pairs: { type: "integer", min: 1, default: 8, help: "Pairs of a step." },
  time: { type: "integer", min: 2, default: 64, help: "Tokens of a row, half of them prompt." },
  steps: { type: "integer", min: 1, default: 30, help: "Steps that are timed." },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "measure_step",
    summary:
      "Prints milliseconds a step (median, least, of all cores, and the first one) and peak memory.",
  });
  await ensureEngine({ engine: "tensorflow", say });
  const config = parseConfig({
    model_type: "gpt2",
    n_layer: values.layers,
    n_embd: values.width,
    n_head: values.heads,
    n_positions: values.time,
    vocab_size: values.vocab,
  });
  const objective = objectiveOf(values.method);
  const optimiser = adamw({ rate: 1e-4 });
  const step = trainStep({
    model: initModel(config, key(1)),
    objective,
    optimiser,
    scale: loraScales(LORA),
  });
  const params = Object.fromEntries(
    objective.modules.map((name, i) => [name, initAdapter(config, LORA, key(2 + i)).weights]),
  );
  const pairs = Array.from({ length: values.pairs }, (_, row) => randomPair(row, values));
  const rows = objective.answers === 2 ? pairs : pairs.map((pair) => ({ ...pair, rejected: [] }));
  const batch = {
    ...batchTensors(batchPairs(rows)),
    ...(objective.needsReference && {
      [REFERENCE.chosen]: tf.fill([values.pairs], -4 * values.time),
      [REFERENCE.rejected]: tf.fill([values.pairs], -4 * values.time),
    }),
  };
  const state = { params, optimiser: optimiser.init(params), objective: objective.init() };
  const compiled = compile(step, state, batch, {
    runner: RUNNERS[values.runner as keyof typeof RUNNERS],
  });

  const timed = async () => {
    const started = performance.now();
    const metrics = compiled.run(batch);
    await metrics.loss!.data();
    tf.dispose(metrics);
    return performance.now() - started;
  };
  const first = await timed();
  const before = process.cpuUsage();
  const times = await Array.fromAsync({ length: values.steps }, timed);
  const { user, system } = process.cpuUsage(before);
  const sorted = times.toSorted((a, b) => a - b);
  const figures = {
    ms: sorted[sorted.length >> 1],
    least_ms: sorted[0],
    cpu_ms: (user + system) / 1000 / values.steps,
    first_ms: first,
    peak_rss_mb: peakMemory(),
  };
  writeText(Deno.stdout, `${JSON.stringify({ ...values, ...figures })}\n`);
});

/** Tokens drawn at random. */
function randomPair(
  row: number,
  { time, vocab }: { readonly time: number; readonly vocab: number },
): EncodedPair {
  const half = time >> 1;
  const draw = (k: Key, count: number) =>
    Int32Array.from(uniform(k, count), (u) => Math.floor(u * vocab));
  const k = fold(key(0), row);
  return {
    row,
    prompt: draw(fold(k, 0), half),
    chosen: draw(fold(k, 1), time - half),
    rejected: [draw(fold(k, 2), time - half)],
  };
}
