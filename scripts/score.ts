/** Prints log-probabilities of the answers of preference pairs, one JSON line a pair. */
import { loraBank, loraScale } from "../lib/adapter/mod.ts";
import { type EncodedPair, tf } from "../lib/base/mod.ts";
import { readAll, readPairs } from "../lib/data/mod.ts";
import { ENGINES, ensureEngine } from "../lib/engine/mod.ts";
import { batchTensors, pairLogps } from "../lib/logprobs/mod.ts";
import { type Linear, plainLinear } from "../lib/model/mod.ts";
import { batchPairs, encodePairs, requireSingleRejected } from "../lib/tokens/mod.ts";
import { readAdapter } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { type LoadedModel, loadModelAndTokenizer } from "./_load.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

const spec = defineOptions({
  model: {
    type: "string",
    required: true,
    placeholder: "folder|name",
    help: "Folder in Hugging Face format, or a name under models/.",
  },
  data: {
    type: "string",
    required: true,
    placeholder: "file",
    help: "Preferences: .jsonl or .jsonl.gz, explicit prompts or HH dialogues.",
  },
  adapter: {
    type: "string",
    placeholder: "folder",
    help: "PEFT folder of an adapter to score with.",
  },
  maxLength: {
    type: "integer",
    min: 2,
    default: 1024,
    help: "Longest prompt and answer, in tokens; prompts lose tokens on the left.",
  },
  maxRows: { type: "integer", min: 1, help: "Take only the first rows of the data." },
  batchSize: { type: "integer", min: 1, default: 8, help: "Pairs that are scored at once." },
  engine: { type: "string", choices: ENGINES, default: "auto", help: "What computes." },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "score",
    summary:
      "Prints {row, chosen, rejected, chosen_tokens, rejected_tokens} for each pair: summed log-probabilities in nats, and tokens.",
    examples: ["--model demo --data prefs.jsonl --adapter runs/dpo/adapter > scores.jsonl"],
  });
  await ensureEngine({ engine: values.engine, say });
  const loaded = await loadModelAndTokenizer(values.model);
  const { config } = loaded.model;
  const adapter = values.adapter === undefined
    ? undefined
    : await readAdapter(values.adapter, config);
  const linear = adapter ? loraBank([adapter.weights], loraScale(adapter.config)) : plainLinear;
  const limit = values.maxRows === undefined ? {} : { limit: values.maxRows };
  const { pairs, dropped } = encodePairs(
    await readAll(readPairs(values.data), limit),
    loaded.tokenizer,
    { maxLength: Math.min(values.maxLength, config.context) },
  );
  const left = dropped.empty + dropped.identical + dropped.identicalWhenCut;
  if (left > 0) say(`data: ${left} pairs without two different answers left out`);

  requireSingleRejected(pairs);
  const bar = progress({ label: "score", total: pairs.length, unit: "pairs" });
  for (let start = 0; start < pairs.length; start += values.batchSize) {
    const some = pairs.slice(start, start + values.batchSize);
    for (const line of await score(loaded, some, linear)) {
      writeText(Deno.stdout, `${JSON.stringify(line)}\n`);
    }
    bar.update(start + some.length);
  }
  bar.done();
});

async function score(
  { model, tokenizer }: LoadedModel,
  pairs: readonly EncodedPair[],
  linear: Linear,
) {
  const tensors = batchTensors(batchPairs(pairs, { padId: tokenizer.eos }));
  const both = tf.tidy(() => {
    const [logps] = pairLogps(model, tensors, { linear, gradient: false });
    return tf.stack([logps!.chosen, logps!.rejected]); // [2, pairs]
  });
  const sums = await both.data();
  tf.dispose([both, tensors]);
  return pairs.map(({ row, chosen, rejected }, i) => ({
    row,
    chosen: sums[i]!,
    rejected: sums[pairs.length + i]!,
    chosen_tokens: chosen.length,
    rejected_tokens: rejected[0]!.length,
  }));
}
