import { deepEqual, equal, notEqual, ok, rejects, throws } from "node:assert/strict";
import {
  chosenSettings,
  IN_DOMAIN_METHODS,
  IN_DOMAIN_PRESETS,
  type Trial,
  TRIALS,
  TUNED,
  tuneInDomain,
  TUNING,
  TUNING_SEEDS,
  tuningGrid,
} from "../../../lib/experiments/mod.ts";
import { LORA, model, sizes, tokenizer, world } from "./_world.ts";

const options = {
  model,
  world,
  eos: tokenizer.eos,
  beta: 0.1,
  rounds: sizes.rounds,
  lora: LORA,
  criterion: "objective",
};
const all: Trial[] = TUNED.flatMap((method) =>
  tuningGrid(method).map((settings, i) => ({ method, settings, scores: [i, i] }))
);

Deno.test("every tuned method has the same number of different trials", () => {
  for (const method of TUNED) {
    const grid = tuningGrid(method);
    equal(grid.length, TRIALS, method);
    equal(new Set(grid.map((settings) => JSON.stringify(settings))).size, TRIALS, method);
  }
  throws(() => tuningGrid("ofs-raw"), /the tuned methods are dpo/);
});

Deno.test("every method takes the settings of one that is tuned", () => {
  for (const { settingsOf } of Object.values(IN_DOMAIN_METHODS)) ok(TUNED.includes(settingsOf));
});

Deno.test("the committed record holds every trial, and what follows from them", () => {
  equal(TUNING.trials.length, TUNED.length * TRIALS);
  deepEqual(TUNING.chosen, chosenSettings(TUNING.trials));
  for (const { method, settings, scores } of TUNING.trials) {
    ok(tuningGrid(method).some((each) => JSON.stringify(each) === JSON.stringify(settings)));
    equal(scores.length, TUNING.seeds.length);
  }
  deepEqual(TUNING.seeds, TUNING_SEEDS);
});

Deno.test("no seed that settings were tuned on is reported", () => {
  for (const { seeds } of Object.values(IN_DOMAIN_PRESETS)) {
    ok(TUNING_SEEDS.every((seed) => seed >= seeds));
  }
});

Deno.test("chosenSettings() takes the highest mean, and nothing that diverged once", () => {
  const best = tuningGrid("dpo").at(-1)!;
  deepEqual(chosenSettings(all).dpo, best);
  const trials = all.map((trial) =>
    trial.method === "dpo" && JSON.stringify(trial.settings) === JSON.stringify(best)
      ? { ...trial, scores: [100, null] }
      : trial
  );
  deepEqual(chosenSettings(trials).dpo, tuningGrid("dpo").at(-2));
});

Deno.test("tuneInDomain() runs what is missing alone, and tells each trial", async () => {
  const done = all.filter(({ method, scores }) => method !== "dpo-ema" || scores[0] !== 0);
  const told: string[] = [];
  const trials = await tuneInDomain({
    ...options,
    done,
    onTrial: ({ method }, count, total) => {
      told.push(`${method} ${count}/${total}`);
      return Promise.resolve();
    },
  });
  deepEqual(told, [`dpo-ema ${all.length}/${all.length}`]);
  const [score] = trials.at(-1)!.scores;
  notEqual(score, null);
  ok(Number.isFinite(score));
});

Deno.test("tuneInDomain() refuses a criterion that nobody measures", async () => {
  await rejects(tuneInDomain({ ...options, criterion: "beauty" }), /no such metric is measured/);
});
