/** Chooses the settings of every tuned method on streams that are never reported. */
import { fileURLToPath } from "node:url";
import { main, readArguments } from "./_arguments.ts";
import { taskOf } from "./_task_of.ts";
import { crossDomainRecord, tuneSettingsCrossDomain } from "./_tune_cross_domain.ts";
import { IN_DOMAIN_RECORD, tuneSettingsInDomain } from "./_tune_in_domain.ts";
import { type TUNABLE, tuneOptions } from "./_tune_options.ts";

const EXPERIMENTS = {
  "in-domain": { tune: tuneSettingsInDomain, record: () => IN_DOMAIN_RECORD },
  "cross-domain": { tune: tuneSettingsCrossDomain, record: crossDomainRecord },
} as const;

await main(async () => {
  const { values } = readArguments(tuneOptions, Deno.args, {
    task: "tune",
    summary:
      "Tries the same number of settings for every tuned method of an experiment and keeps the best.",
    positional: ["experiment"],
    examples: ["in-domain --out runs/tuning.json", "cross-domain --task hh --data DATA"],
  });
  const experiment = values.experiment as typeof TUNABLE[number];
  const task = taskOf(experiment, values.task);
  const { tune, record } = EXPERIMENTS[experiment];
  await tune({ ...values, task }, values.out ?? fileURLToPath(record(task)));
});
