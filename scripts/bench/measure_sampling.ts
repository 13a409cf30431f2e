/** Continues many prompts and tells what it took. */
import { fold, key } from "../../lib/base/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { sampler } from "../../lib/model/mod.ts";
import { loadModel, peakMemory } from "../../lib/train/mod.ts";
import { readEncoded } from "./rows.ts";
import type { SampleCase, SampleOutcome } from "./types.ts";
import { versions } from "./versions.ts";

/** A sampling run, and where its parts lie. */
export interface SampleRequest extends SampleCase {
  readonly task: "sample";
  readonly folder: string;
  readonly file: string;
}

/** Samples at temperature 1 without a stop token, so that every row has as many tokens; the first repeat records the steps. */
export async function measureSampling(
  { folder, file, newTokens, repeats }: SampleRequest,
  engine: Engine,
): Promise<SampleOutcome> {
  const model = await loadModel(folder);
  const prompts = (await readEncoded(file)).map(({ prompt }) => prompt);
  const writer = sampler(model);
  const seconds: number[] = [];
  let tokens = 0;
  for (let i = 0; i < repeats; i++) {
    const started = performance.now();
    const written = await writer.sample(prompts, { maxTokens: newTokens, key: fold(key(0), i) });
    seconds.push((performance.now() - started) / 1000);
    tokens = written.reduce((sum, { length }) => sum + length, 0);
  }
  writer.dispose();
  return { repeat_s: seconds, tokens, peak_rss_mb: peakMemory(), versions: versions(engine) };
}
