/** Prints log-probabilities of the answers of preference pairs, one JSON line a pair. */
import { loraBank, loraScale } from "../lib/adapter/mod.ts";
import type { Tensors } from "../lib/base/mod.ts";
import { readAll, readPairs } from "../lib/data/mod.ts";
import { ENGINES, ensureEngine } from "../lib/engine/mod.ts";
import { scorer } from "../lib/evaluate/mod.ts";
import { encodePairs, requireSameRejected } from "../lib/tokens/mod.ts";
import { readAdapter } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { loadModelAndTokenizer } from "./_load.ts";
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
      "Prints {row, chosen, rejected, chosen_tokens, rejected_tokens} for each pair: summed log-probabilities in nats, and tokens. Where rows have several rejected answers, the same number each, rejected and rejected_tokens are lists.",
    examples: ["--model demo --data prefs.jsonl --adapter runs/dpo/adapter > scores.jsonl"],
  });
  await ensureEngine({ engine: values.engine, say });
  const loaded = await loadModelAndTokenizer(values.model);
  const { config } = loaded.model;
  const adapter = values.adapter === undefined
    ? undefined
    : await readAdapter(values.adapter, config);
  const limit = values.maxRows === undefined ? {} : { limit: values.maxRows };
  const { pairs, dropped } = encodePairs(
    await readAll(readPairs(values.data), limit),
    loaded.tokenizer,
    { maxLength: Math.min(values.maxLength, config.context) },
  );
  const left = dropped.empty + dropped.identical + dropped.identicalWhenCut;
  if (left > 0) say(`data: ${left} pairs without two different answers left out`);

  requireSameRejected(pairs);
  const by = scorer(loaded.model, {
    rows: values.batchSize,
    ...(adapter && {
      linear: (weights: Tensors) => loraBank([weights], loraScale(adapter.config)),
    }),
  });
  const bar = progress({ label: "score", total: pairs.length, unit: "pairs" });
  for (let start = 0; start < pairs.length; start += values.batchSize) {
    const some = pairs.slice(start, start + values.batchSize);
    const scores = await by.scorePairs(some, adapter?.weights);
    some.forEach(({ row, chosen, rejected }, i) => {
      const line = {
        row,
        chosen: scores.chosen[i]!,
        rejected: oneOrList(rejected.map((_, k) => scores.rejected[k * some.length + i]!)),
        chosen_tokens: chosen.length,
        rejected_tokens: oneOrList(rejected.map(({ length }) => length)),
      };
      writeText(Deno.stdout, `${JSON.stringify(line)}\n`);
    });
    bar.update(start + some.length);
  }
  bar.done();
  by.dispose();
});

/** What a line holds of the rejected answers: of a single one no list. */
function oneOrList(numbers: readonly number[]): number | readonly number[] {
  return numbers.length === 1 ? numbers[0]! : numbers;
}
