/** What `reproduce in-domain` and `tune` share: a model, a stream, and what both are made of. */
import { join } from "node:path";
import { readAll, readJson, readPairs } from "../lib/data/mod.ts";
import {
  dialogueWorld,
  IN_DOMAIN_BETA,
  IN_DOMAIN_LORA,
  IN_DOMAIN_PRESETS,
  IN_DOMAIN_SAMPLING,
  type InDomainOptions,
  loadJudge,
  type Preset,
  readReviews,
  sentimentWorld,
  type World,
} from "../lib/experiments/mod.ts";
import { atTemperature } from "../lib/model/mod.ts";
import { encodePairs } from "../lib/tokens/mod.ts";
import { hashJson, hashModel, hashPairs } from "../lib/train/mod.ts";
import { defineOptions, UsageError } from "./_arguments.ts";
import { readEnv } from "./_environment.ts";
import { type LoadedModel, loadModelAndTokenizer, modelFolder } from "./_load.ts";

/** Options that say what the stream is made of. */
export const streamOptions = defineOptions({
  task: {
    type: "string",
    choices: ["sentiment", "dialogue"],
    default: "sentiment",
    group: "Stream",
    help:
      "Controlled sentiment, or human-labelled dialogues (Anthropic HH helpful-base; needs --data).",
  },
  data: {
    type: "string",
    placeholder: "folder",
    group: "Stream",
    help:
      "Folder of real data: prefixes from imdb/, dialogues from hh/. Without it FASTSLOW_DATA, where the task needs data.",
  },
  model: {
    type: "string",
    default: "reviews",
    placeholder: "folder|name",
    group: "Stream",
    help: "The frozen base and reference.",
  },
  judge: {
    type: "string",
    default: "sentiment",
    placeholder: "folder|name",
    group: "Stream",
    help: "The sentiment classifier that labels and scores.",
  },
  rounds: {
    type: "integer",
    min: 1,
    group: "Stream",
    help: "Rounds of the stream instead of the preset's.",
  },
  temperature: {
    type: "number",
    min: 0,
    default: 1,
    group: "Stream",
    help:
      "Temperature of the Bradley-Terry labels on the judge's log-odds; 0 for labels without noise.",
  },
});

/** Values of {@linkcode streamOptions}. */
export interface StreamValues {
  readonly task: "sentiment" | "dialogue" | string;
  readonly data: string | undefined;
  readonly model: string;
  readonly judge: string;
  readonly rounds: number | undefined;
  readonly temperature: number;
}

/** Everything of an experiment but its methods. */
export type Stream =
  & Pick<InDomainOptions, "model" | "eos" | "world" | "beta" | "rounds" | "lora">
  & {
    /** What it is made of: an experiment is gone on with, and settings are taken over, only under the same. */
    readonly identity: Readonly<Record<string, unknown>>;
    /** What a report should say of it. */
    readonly facts: readonly (readonly [string, string | number])[];
  };

const HELPFUL = "hh/helpful-base.test.jsonl.gz";

/** Loads what a stream is made of. */
export async function streamOf(values: StreamValues, preset: Preset): Promise<Stream> {
  const { tokenizer, model: base } = await loadModelAndTokenizer(values.model);
  const model = values.task === "sentiment" ? atTemperature(base, IN_DOMAIN_SAMPLING) : base;
  const loaded = { model, tokenizer };
  const source = values.task === "dialogue"
    ? await dialogue(values, preset, loaded)
    : await sentiment(values, preset, loaded);
  return {
    model,
    eos: tokenizer.eos,
    beta: IN_DOMAIN_BETA,
    lora: IN_DOMAIN_LORA,
    rounds: source.sizes.rounds,
    world: source.world,
    identity: {
      task: values.task,
      model: await hashModel(model),
      beta: IN_DOMAIN_BETA,
      lora: IN_DOMAIN_LORA,
      ...source.identity,
    },
    facts: source.facts,
  };
}

interface Source {
  readonly sizes: { readonly rounds: number };
  readonly world: (seed: number) => Promise<World>;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly facts: readonly (readonly [string, string | number])[];
}

async function sentiment(
  { judge: name, data, temperature, ...values }: StreamValues,
  preset: Preset,
  { model, tokenizer }: LoadedModel,
): Promise<Source> {
  const folder = await modelFolder(name, "judge");
  const judge = await loadJudge(folder);
  // The config carries the hashes of all that a judge is made of.
  const fingerprint = hashJson(await readJson(join(folder, "config.json")));
  const planned = IN_DOMAIN_PRESETS[preset].sentiment;
  const sizes = { ...planned, temperature, rounds: values.rounds ?? planned.rounds };
  const texts: { texts?: string[] } = data === undefined ? {} : { texts: await realTexts(data) };
  return {
    sizes,
    world: (seed) => sentimentWorld({ model, tokenizer, judge, ...texts }, sizes, seed),
    identity: {
      sizes,
      judge: fingerprint,
      prefixes: texts.texts ? hashJson(texts.texts) : "sampled",
    },
    facts: [["judge", name], ["label temperature", temperature]],
  };
}

async function realTexts(data: string): Promise<string[]> {
  return await Array.fromAsync(
    readReviews(data, ["imdb/test_pos.jsonl.gz", "imdb/test_neg.jsonl.gz"]),
  );
}

async function dialogue(
  { data = readEnv("FASTSLOW_DATA"), ...values }: StreamValues,
  preset: Preset,
  { model, tokenizer }: LoadedModel,
): Promise<Source> {
  if (data === undefined) {
    throw new UsageError("--task dialogue needs --data, a folder with hh/. See --help.");
  }
  const planned = IN_DOMAIN_PRESETS[preset].dialogue;
  const sizes = { ...planned, rounds: values.rounds ?? planned.rounds };
  const texts = await readAll(readPairs(join(data, HELPFUL)));
  const { pairs, dropped, truncated } = encodePairs(texts, tokenizer, {
    maxLength: model.config.context,
  });
  const openings = pairs.map(({ row }) => texts[row]!.prompt.split("\n\nAssistant:")[0]!);
  return {
    sizes,
    world: (seed) => Promise.resolve(dialogueWorld(pairs, openings, sizes, seed)),
    identity: { sizes, pairs: hashPairs(pairs) },
    facts: [
      ["dialogues", `${pairs.length} of ${texts.length}`],
      ["dropped as empty or identical", Object.values(dropped).reduce((a, b) => a + b, 0)],
      ["prompts trimmed from the left", truncated.prompts],
      ["answers cut", truncated.completions],
    ],
  };
}
