/** Chooses the settings of every tuned method on streams that are never reported. */
import { fileURLToPath } from "node:url";
import { fileExists, readJson } from "../lib/data/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { chosenSettings, type Trial, tuneInDomain, TUNING_SEEDS } from "../lib/experiments/mod.ts";
import { hashJson, writeJson } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { engineOption } from "./_engine_option.ts";
import { streamOf } from "./_in_domain.ts";
import { streamOptions } from "./_in_domain_options.ts";
import { edges } from "./_in_domain_settings.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";

const OUT = fileURLToPath(new URL("../lib/experiments/in_domain/tuning.json", import.meta.url));

const spec = defineOptions({
  ...streamOptions,
  ...engineOption,
  out: {
    type: "string",
    default: OUT,
    placeholder: "file",
    help: "File of the trials; those that it holds already are not run again.",
  },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "tune",
    summary:
      "Tries the same number of settings for every tuned method of the in-domain experiment and keeps the best.",
    examples: ["--out runs/tuning.json"],
  });
  await ensureEngine({ engine: values.engine, say });
  const { identity, facts: _, ...stream } = await streamOf(values, "full");
  const criterion = values.task === "sentiment" ? "objective" : "label_accuracy";
  const before = await fileExists(values.out)
    ? await readJson(values.out) as { identity: unknown; trials: Trial[] }
    : { identity, trials: [] };
  if (hashJson(before.identity) !== hashJson(identity)) {
    throw new RangeError(
      `Cannot go on with ${values.out} as its trials are of another stream: remove it, or choose another --out`,
    );
  }
  let bar: ReturnType<typeof progress> | undefined;
  const write = (trials: readonly Trial[], isWhole = false) =>
    writeJson(values.out, {
      criterion,
      seeds: TUNING_SEEDS,
      // Settings are chosen when all trials are there: half a record must not pass for one.
      chosen: isWhole ? chosenSettings(trials) : {},
      identity,
      trials,
    });
  const { trials: kept } = before;
  const trials = await tuneInDomain({
    ...stream,
    criterion,
    done: kept,
    async onTrial(trial, done, total) {
      kept.push(trial);
      await write(kept);
      bar ??= progress({ label: "tune", total, from: done - 1, unit: "trials" });
      const scores = trial.scores.map((score) => score?.toFixed(3) ?? "diverged").join(", ");
      bar.update(done, { note: `${trial.method} at ${trial.settings.lr}: ${scores}` });
    },
  });
  bar?.done();
  await write(trials, true);
  say(`tune: ${trials.length} trials in ${values.out}`);
  say(`tune: ${edges({ trials, chosen: chosenSettings(trials) })}`);
});
