/** `tune cross-domain`. */
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  chosenSettings,
  CROSS_TUNING_SEED,
  type CrossTrial,
  tuneCrossDomain,
} from "../lib/experiments/mod.ts";
import { courseOf } from "./_cross_domain.ts";
import { edges } from "./_in_domain_settings.ts";
import { say } from "./_say.ts";
import { trialRecord } from "./_trial_record.ts";
import type { TuneValues } from "./_tune_options.ts";

/** Where the library keeps the record of a task. */
export function crossDomainRecord(task: string): URL {
  return new URL(`../lib/experiments/cross_domain/tuning_${task}.json`, import.meta.url);
}

/** Runs every trial across domains that the record lacks. */
export async function tuneSettingsCrossDomain(values: TuneValues, out: string) {
  await ensureEngine({ engine: values.engine, say });
  const { identity = {}, tuningWorld: world, ...course } = await courseOf(values, "full");
  const record = await trialRecord<CrossTrial>(out, {
    about: { criterion: "accuracy over all domains at the end", seed: CROSS_TUNING_SEED },
    identity,
  });
  const { kept: done, onTrial } = record;
  const trials = await tuneCrossDomain({ ...course, world, done, onTrial });
  await record.finish(trials);
  say(`tune: ${edges({ trials, chosen: chosenSettings(trials) })}`);
}
