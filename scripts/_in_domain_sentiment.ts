/** The stream of controlled sentiment. */
import { join } from "node:path";
import { readJson } from "../lib/data/mod.ts";
import {
  IN_DOMAIN_PRESETS,
  loadJudge,
  type Preset,
  readReviews,
  sentimentWorld,
} from "../lib/experiments/mod.ts";
import { hashJson } from "../lib/train/mod.ts";
import type { Source } from "./_in_domain.ts";
import type { StreamValues } from "./_in_domain_options.ts";
import { type LoadedModel, modelFolder } from "./_load.ts";

/** Prefixes that the base wrote, or from real reviews where there is data; answers of the base, labelled by the judge. */
export async function sentimentSource(
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
