/** `tune in-domain`. */
import { ensureEngine } from "../lib/engine/mod.ts";
import { chosenSettings, tuneInDomain, type TUNING, TUNING_SEEDS } from "../lib/experiments/mod.ts";
import { streamOf } from "./_in_domain.ts";
import { edges } from "./_in_domain_settings.ts";
import { say } from "./_say.ts";
import { trialRecord } from "./_trial_record.ts";
import type { TuneValues } from "./_tune_options.ts";

/** Where the library keeps the record. */
export const IN_DOMAIN_RECORD = new URL(
  "../lib/experiments/in_domain/tuning.json",
  import.meta.url,
);

/** Runs every trial of the in-domain experiment that the record lacks. */
export async function tuneSettingsInDomain(values: TuneValues, out: string) {
  await ensureEngine({ engine: values.engine, say });
  const { identity, facts: _, ...stream } = await streamOf(values, "full");
  const criterion = values.task === "sentiment" ? "objective" : "label_accuracy";
  const record = await trialRecord<typeof TUNING.trials[number]>(out, {
    about: { criterion, seeds: TUNING_SEEDS },
    identity,
  });
  const { kept: done, onTrial } = record;
  const trials = await tuneInDomain({ ...stream, criterion, done, onTrial });
  await record.finish(trials);
  say(`tune: ${edges({ trials, chosen: chosenSettings(trials) })}`);
}
