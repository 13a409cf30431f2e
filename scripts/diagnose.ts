/** Says why the margins of an adapter moved. */
import { type Adapter, loraBank, loraScales } from "../lib/adapter/mod.ts";
import type { EncodedPair } from "../lib/base/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { answerLengths, diagnose, type ScoredPairs, scorePairs } from "../lib/evaluate/mod.ts";
import type { Model } from "../lib/model/mod.ts";
import { readAdapter } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { chatOptions } from "./_chat_options.ts";
import { diagnosisText } from "./_diagnosis_text.ts";
import { engineOption } from "./_engine_option.ts";
import { loadModelAndTokenizer } from "./_load.ts";
import { locateAdapter } from "./_locate.ts";
import { mapOption } from "./_map_option.ts";
import { MAX_LENGTH_HELP } from "./_max_length.ts";
import { preferencePairs } from "./_preference_pairs.ts";
import { say } from "./_say.ts";
import { trainedWith } from "./_trained_with.ts";
import { writeText } from "./_write.ts";

const spec = defineOptions({
  model: {
    type: "string",
    required: true,
    placeholder: "folder|name|id",
    help:
      "The base and reference: a folder in Hugging Face format, a name under models/, or an id on the hub, org/name[@revision].",
  },
  adapter: {
    type: "string",
    required: true,
    placeholder: "folder|id",
    help: "PEFT folder, or id on the hub, of the adapter that was trained.",
  },
  data: {
    type: "string",
    required: true,
    placeholder: "file|id",
    help:
      "Preferences, best those that were not trained on: .jsonl, .json, .parquet, .arrow, or hf:org/name[:file] on the hub.",
  },
  ...mapOption,
  chatTemplate: {
    ...chatOptions.chatTemplate,
    help:
      "Jinja template for data of messages; without this option what run.json beside the adapter says, or the model's own.",
  },
  chatDate: chatOptions.chatDate,
  start: {
    type: "string",
    placeholder: "folder|id",
    help:
      "PEFT folder, or id on the hub, of the adapter before training, where it did not start at the reference.",
  },
  beta: {
    type: "number",
    exclusiveMin: 0,
    help:
      "Inverse temperature that it was trained with; without it, what run.json beside the adapter says, or 0.1.",
  },
  maxLength: {
    type: "integer",
    min: 2,
    help: `${MAX_LENGTH_HELP} Without this option, what run.json beside the adapter says, or 1024.`,
  },
  maxRows: { type: "integer", min: 1, help: "Take only the first rows of the data." },
  batchSize: { type: "integer", min: 1, default: 8, help: "Rows that are scored at once." },
  json: { type: "boolean", help: "Prints findings, rows and text as JSON." },
  ...engineOption,
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "diagnose",
    summary:
      "Says why the margins of an adapter moved: chosen answers up or rejected ones down, length, saturation, dispersion, with the usual cures. What is saturated is told in terms of DPO, whatever the loss.",
    examples: [
      "--model demo --adapter runs/dpo/adapter --data held-out.jsonl",
      "--model demo --adapter runs/dpo/adapter --data held-out.jsonl --json > diagnosis.json",
    ],
  });
  await ensureEngine({ engine: values.engine, say });
  const loaded = await loadModelAndTokenizer(values.model);
  const { model } = loaded;
  const [adapter, before] = await Promise.all(
    [values.adapter, values.start].map(async (name) =>
      name ? readAdapter((await locateAdapter(name)).path, model.config) : undefined
    ),
  );
  const { beta, ...reading } = await trainedWith(values.adapter, values);
  const pairs = await preferencePairs({ ...values, ...reading }, loaded);
  const score = (adapter?: Adapter) => scored(model, pairs, adapter, values.batchSize);
  const reference = await score();
  const policy = { ...await score(adapter), ...answerLengths(pairs) };
  const start = before ? await score(before) : reference;
  const found = diagnose(policy, reference, { beta, start });
  writeText(Deno.stdout, values.json ? `${JSON.stringify(found)}\n` : diagnosisText(found));
});

/** Log-probabilities under an adapter, or under the base. */
function scored(
  model: Model,
  pairs: readonly EncodedPair[],
  adapter: Adapter | undefined,
  rows: number,
): Promise<ScoredPairs> {
  const linear = adapter && loraBank([adapter.weights], loraScales(adapter.config));
  return scorePairs(model, pairs, { rows, ...(linear && { linear }) });
}
