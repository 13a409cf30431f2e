/** Prints log-probabilities of the answers of preference pairs, one JSON line a pair. */
import { loraBank, loraScales } from "../lib/adapter/mod.ts";
import type { Tensors } from "../lib/base/mod.ts";
import { ENGINES, ensureEngine } from "../lib/engine/mod.ts";
import { scorer } from "../lib/evaluate/mod.ts";
import { requireSameRejected } from "../lib/tokens/mod.ts";
import { readAdapter } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { chatOptions } from "./_chat_options.ts";
import { dataOption } from "./_data_option.ts";
import { loadModelAndTokenizer } from "./_load.ts";
import { baseDtypeOption } from "./_engine_option.ts";
import { locateAdapter } from "./_locate.ts";
import { mapOption } from "./_map_option.ts";
import { MAX_LENGTH_HELP } from "./_max_length.ts";
import { modelOption } from "./_model_option.ts";
import { preferencePairs } from "./_preference_pairs.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

const spec = defineOptions({
  ...modelOption,
  ...dataOption,
  ...mapOption,
  ...chatOptions,
  adapter: {
    type: "string",
    placeholder: "folder|id",
    help: "PEFT folder, or id on the hub, of an adapter to score with.",
  },
  maxLength: {
    type: "integer",
    min: 2,
    default: 1024,
    help: MAX_LENGTH_HELP,
  },
  maxRows: { type: "integer", min: 1, help: "Take only the first rows of the data." },
  batchSize: { type: "integer", min: 1, default: 8, help: "Pairs that are scored at once." },
  ...baseDtypeOption,
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
  const loaded = await loadModelAndTokenizer(values.model, { held: values.baseDtype });
  const { config } = loaded.model;
  const adapter = values.adapter === undefined
    ? undefined
    : await readAdapter((await locateAdapter(values.adapter)).path, config);
  const pairs = await preferencePairs(values, loaded);
  requireSameRejected(pairs);
  const by = scorer(loaded.model, {
    rows: values.batchSize,
    ...(adapter && {
      linear: (weights: Tensors) => loraBank([weights], loraScales(adapter.config)),
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
