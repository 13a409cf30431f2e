import { deepEqual, equal, ok } from "node:assert/strict";
import {
  chosenSettings,
  CROSS_DOMAIN_METHODS,
  CROSS_DOMAIN_PRESETS,
  CROSS_TRIALS,
  CROSS_TUNED,
  CROSS_TUNING,
  CROSS_TUNING_SEED,
  type CrossTrial,
  crossTuningGrid,
  tuneCrossDomain,
} from "../../../lib/experiments/mod.ts";
import { noLeaks } from "../../_support.ts";
import { LORA, model, tokenizer } from "../in_domain/_world.ts";
import { MEMORY, sizes, worlds } from "./_cross_world.ts";

const all: CrossTrial[] = CROSS_TUNED.flatMap((method) =>
  crossTuningGrid(method).map((settings, i) => ({ method, settings, scores: [i / 10] }))
);

Deno.test("every method across domains has the same number of trials, all different", () => {
  for (const method of CROSS_TUNED) {
    const grid = crossTuningGrid(method).map((settings) => JSON.stringify(settings));
    equal(new Set(grid).size, CROSS_TRIALS, method);
  }
});

Deno.test("every method across domains takes the settings of one that is tuned", () => {
  for (const { settingsOf } of Object.values(CROSS_DOMAIN_METHODS)) {
    ok(CROSS_TUNED.includes(settingsOf), settingsOf);
  }
});

for (const { identity, trials, chosen, seed } of new Set(Object.values(CROSS_TUNING))) {
  Deno.test(`the committed record of ${identity.task} holds every trial, and what follows from them`, () => {
    equal(trials.length, CROSS_TUNED.length * CROSS_TRIALS);
    deepEqual(chosen, chosenSettings(trials));
    for (const { method, settings } of trials) {
      ok(crossTuningGrid(method).some((each) => JSON.stringify(each) === JSON.stringify(settings)));
    }
    equal(seed, CROSS_TUNING_SEED);
  });
}

Deno.test("the domains that settings were tuned on are not reported", () => {
  for (const { seeds } of Object.values(CROSS_DOMAIN_PRESETS)) ok(CROSS_TUNING_SEED >= seeds);
});

Deno.test("tuneCrossDomain() runs what is missing alone, and tells each trial", async () => {
  const missing = (trial: CrossTrial) =>
    trial.scores[0] === 0 && /^(ewc|cofs-dpo)$/.test(trial.method);
  const told: [string, number, number][] = [];
  const options = {
    model,
    eos: tokenizer.eos,
    world: worlds,
    beta: 0.1,
    rounds: sizes.rounds,
    lora: LORA,
    memory: MEMORY,
    done: all.filter((trial) => !missing(trial)),
    onTrial({ method, scores }: CrossTrial, done: number, total: number) {
      ok(scores[0]! > 0 && scores[0]! <= 1);
      told.push([method, done, total]);
      return Promise.resolve();
    },
  };
  await noLeaks(async () => {
    equal((await tuneCrossDomain(options)).length, all.length);
  });
  deepEqual(told, [["cofs-dpo", all.length - 1, all.length], ["ewc", all.length, all.length]]);
});
