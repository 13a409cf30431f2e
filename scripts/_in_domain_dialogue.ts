/** The stream of human-labelled dialogues. */
import { join } from "node:path";
import type { EncodedPair } from "../lib/base/mod.ts";
import { readAll, readPairs } from "../lib/data/mod.ts";
import { dialogueWorld, IN_DOMAIN_PRESETS, type Preset } from "../lib/experiments/mod.ts";
import { encodePairs } from "../lib/tokens/mod.ts";
import { hashPairs } from "../lib/train/mod.ts";
import { dataFolder } from "./_data_folder.ts";
import type { Source } from "./_in_domain.ts";
import type { StreamValues } from "./_in_domain_options.ts";
import type { LoadedModel } from "./_load.ts";

/** Official test files of Anthropic HH, by the domain that they are of. */
const FILES = {
  helpful: "hh/helpful-base.test.jsonl.gz",
  harmless: "hh/harmless-base.test.jsonl.gz",
} as const;

/** Dialogues of one file, in tokens, and what was left out. */
export interface Dialogues {
  readonly pairs: readonly EncodedPair[];
  /** What each pair's dialogue opens with, its first question. */
  readonly openings: readonly string[];
  /** What a report should say of it. */
  readonly facts: readonly (readonly [string, string | number])[];
}

/** Reads one of the files. */
export async function readDialogues(
  folder: string,
  domain: keyof typeof FILES,
  { model, tokenizer }: LoadedModel,
): Promise<Dialogues> {
  const texts = await readAll(readPairs(join(folder, FILES[domain])));
  const { pairs, dropped, truncated } = encodePairs(texts, tokenizer, {
    maxLength: model.config.context,
  });
  return {
    pairs,
    openings: pairs.map(({ row }) => texts[row]!.prompt.split("\n\nAssistant:")[0]!),
    facts: [
      ["dialogues", `${pairs.length} of ${texts.length}`],
      ["dropped as empty or identical", Object.values(dropped).reduce((a, b) => a + b, 0)],
      ["prompts trimmed from the left", truncated.prompts],
      ["answers cut", truncated.completions],
    ],
  };
}

/**
 * Dialogues of Anthropic HH helpful-base.
 *
 * @throws {UsageError} If nobody says where the data is.
 */
export async function dialogueSource(
  { data, ...values }: StreamValues,
  preset: Preset,
  loaded: LoadedModel,
): Promise<Source> {
  const planned = IN_DOMAIN_PRESETS[preset].dialogue;
  const sizes = { ...planned, rounds: values.rounds ?? planned.rounds };
  const folder = dataFolder({ data, task: "dialogue" }, "hh");
  const { pairs, openings, facts } = await readDialogues(folder, "helpful", loaded);
  return {
    sizes,
    world: (seed) => Promise.resolve(dialogueWorld(pairs, openings, sizes, seed)),
    identity: { sizes, pairs: hashPairs(pairs) },
    facts,
  };
}
