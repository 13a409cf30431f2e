import { deepEqual, equal, notEqual, ok, rejects, throws } from "node:assert/strict";
import {
  chosenSettings,
  IN_DOMAIN_METHODS,
  IN_DOMAIN_PRESETS,
  type Settings,
  settingsAtEdge,
  type Trial,
  TRIALS,
  TUNED,
  tuneInDomain,
  TUNING,
  TUNING_SEEDS,
  tuningGrid,
} from "../../../lib/experiments/mod.ts";
import { tf } from "../../../lib/base/mod.ts";
import { fastSlow } from "../../../lib/chase/mod.ts";
import { logps } from "../../../lib/logprobs/mod.ts";
import { dpo } from "../../../lib/losses/mod.ts";
import { adamw } from "../../../lib/optim/mod.ts";
import { assertClose } from "../../_support.ts";
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

Deno.test("OFS-DPO's trials begin with the defaults of adamw() and fastSlow()", async () => {
  const [first] = tuningGrid("ofs-dpo");
  const { lr, alpha, slowRatio, every } = first!;
  // AdamW's first update is the rate against the gradient's sign.
  const x = { x: tf.scalar(1) };
  const [{ x: update }] = adamw().update(x, adamw().init(x), x);
  assertClose(await (update as tf.Scalar).data(), [-lr], 1e-6);

  const { init, observe } = fastSlow({ base: dpo({ beta: 1 }) });
  const [ahead, behind] = [[-1, -2], [-2, -1]].map(([chosen, rejected]) =>
    logps({ chosen: [chosen!], rejected: [rejected!] })
  );
  const reference = logps({ chosen: [0], rejected: [0] });
  let state = init();
  for (let step = 1; step <= every; step++) {
    const seen = observe([behind!, ahead!], reference, state);
    const { "chase/floor": floor, "chase/swaps": swaps } = seen.metrics;
    const read = await Promise.all([floor!, swaps!, ...seen.speeds!].map((each) => each.data()));
    assertClose(
      read.map(([value]) => value!),
      [alpha / 2, step < every ? 0 : 1, 1, slowRatio],
      1e-6,
    );
    state = seen.state;
  }
});

Deno.test("settingsAtEdge() names every setting of a choice beyond which nothing was tried", () => {
  const grid = tuningGrid("ofs-dpo");
  const trials = grid.map((settings) => ({ method: "ofs-dpo", settings, scores: [0] }));
  const range = (name: keyof Settings) => {
    const tried = grid.map((settings) => settings[name]);
    return [Math.min(...tried), Math.max(...tried)] as const;
  };
  const [lr, alpha, slowRatio, every] = [
    range("lr")[1],
    range("alpha")[0],
    range("slowRatio")[1],
    range("every")[0],
  ];
  const outer = { lr, alpha, slowRatio, every, emaDecay: 0.9 };
  deepEqual(settingsAtEdge(trials, { "ofs-dpo": outer }), [
    { method: "ofs-dpo", setting: "lr", value: lr, end: "largest" },
    { method: "ofs-dpo", setting: "alpha", value: alpha, end: "smallest" },
    { method: "ofs-dpo", setting: "slowRatio", value: slowRatio, end: "largest" },
    { method: "ofs-dpo", setting: "every", value: every, end: "smallest" },
  ]);
  const inner = { lr: 4e-3, alpha: 0.2, slowRatio: 0.3, every: 10, emaDecay: 0.9 };
  deepEqual(settingsAtEdge(trials, { "ofs-dpo": inner }), []);
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
