/** The stream of human-labelled dialogues. */
import { join } from "node:path";
import { readAll, readPairs } from "../lib/data/mod.ts";
import { dialogueWorld, IN_DOMAIN_PRESETS, type Preset } from "../lib/experiments/mod.ts";
import { encodePairs } from "../lib/tokens/mod.ts";
import { hashPairs } from "../lib/train/mod.ts";
import { UsageError } from "./_arguments.ts";
import { readEnv } from "./_environment.ts";
import type { Source } from "./_in_domain.ts";
import type { StreamValues } from "./_in_domain_options.ts";
import type { LoadedModel } from "./_load.ts";

const HELPFUL = "hh/helpful-base.test.jsonl.gz";

/**
 * Dialogues of Anthropic HH helpful-base.
 *
 * @throws {UsageError} If nobody says where the data is.
 */
export async function dialogueSource(
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
