import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { type MetricRow, tf } from "../../../lib/base/mod.ts";
import { inDomain, sentimentWorld } from "../../../lib/experiments/in_domain/mod.ts";
import {
  onlinePreferences,
  type OnlinePreferencesOptions,
} from "../../../lib/experiments/online/mod.ts";
import { assertClose } from "../../_support.ts";
import { judge, LORA, model, SETTINGS, tokenizer } from "../in_domain/_world.ts";

const sizes = {
  rounds: 3,
  prefixesPerRound: 2,
  heldOut: 2,
  prompts: 4,
  maxTokens: 6,
  temperature: 1,
};
const world = (seed: number) => sentimentWorld({ model, tokenizer, judge }, sizes, seed);

const options: OnlinePreferencesOptions = {
  model,
  world,
  eos: tokenizer.eos,
  beta: 0.1,
  rounds: sizes.rounds,
  temperature: sizes.temperature,
  lora: LORA,
  methods: ["dpo", "online-dpo", "online-ofs-dpo", "fdpo"],
  seeds: [0],
  evaluations: 1,
  settings: { "dpo": SETTINGS, "ofs-dpo": SETTINGS },
};
const out = await Deno.makeTempDir();
const whole = await onlinePreferences({ ...options, out });
const tensors = tf.memory().numTensors;

function valuesOf({ rows }: { rows: readonly MetricRow[] }, method: string, metric: string) {
  return rows.filter((row) => row.method === method && row.metric === metric)
    .toSorted((a, b) => a.step - b.step).map(({ value }) => value);
}

Deno.test("offline DPO is DPO of the in-domain experiment, number by number", async () => {
  const inside = await inDomain({ ...options, methods: ["dpo"] });
  for (const metric of ["loss", "reward", "kl", "slope_F"]) {
    deepEqual(valuesOf(whole, "dpo", metric), valuesOf(inside, "dpo", metric), metric);
  }
});

Deno.test("onlinePreferences() pays log 2 first, and learns from all pairs that are not ties", () => {
  for (const method of ["dpo", "online-dpo", "online-ofs-dpo"]) {
    assertClose([valuesOf(whole, method, "loss")[0]!], [Math.LN2], 1e-5);
    equal(valuesOf(whole, method, "loss").length, sizes.rounds);
    deepEqual(valuesOf(whole, method, "updates"), [sizes.rounds]);
    const [pairs, ties] = ["pairs_seen", "ties_seen"].map((metric) =>
      valuesOf(whole, method, metric).at(-1)!
    );
    // Four answers a prompt make six pairs.
    if (method !== "dpo") equal(pairs! + ties!, 6 * sizes.rounds * sizes.prefixesPerRound);
    equal(whole.last[method]![0]!.texts.length, sizes.prompts);
  }
  const [offline, online] = ["dpo", "online-dpo"].map((name) => valuesOf(whole, name, "loss"));
  notDeepEqual(offline!.slice(1), online!.slice(1));
});

Deno.test("onlinePreferences() measures why margins move, for every method and the reference", () => {
  const [before, after] = valuesOf(whole, "online-dpo", "slope_left");
  deepEqual([before, after === 1], [1, false]);
  deepEqual(valuesOf(whole, "reference", "chosen_change"), [0]);
  ok(valuesOf(whole, "online-dpo", "margin_spread").at(-1)! > 0);
});

Deno.test("onlinePreferences() gives equal numbers again, goes on from a folder, refuses another's, and leaks nothing", async () => {
  const path = `${out}/runs/0/dpo.json`;
  const before = (await Deno.stat(path)).mtime;
  await Deno.remove(`${out}/runs/0/online-dpo.json`);
  deepEqual((await onlinePreferences({ ...options, out })).rows, whole.rows);
  deepEqual((await Deno.stat(path)).mtime, before);
  equal(tf.memory().numTensors, tensors);
  await rejects(
    onlinePreferences({ ...options, out, temperature: 0 }),
    /begun otherwise \(temperature was 1, is 0\)/,
  );
  await Deno.remove(out, { recursive: true });
});

Deno.test("fDPO learns from what its filter leaves, and a round of which nothing is left costs no update", async () => {
  const last = (method: string, metric: string) => valuesOf(whole, method, metric).at(-1)!;
  const all = last("dpo", "pairs_seen");
  equal(last("fdpo", "pairs_seen") + last("fdpo", "pairs_dropped"), all);
  ok(last("fdpo", "pairs_dropped") > 0 && last("fdpo", "pairs_dropped") < all);
  // A judge of samples that prefers whatever it is given first.
  const generous = async (seed: number) => {
    const made = await world(seed);
    const judge = (prompts: readonly Int32Array[]) => Float64Array.from(prompts.keys(), (i) => -i);
    return { ...made, samples: { ...made.samples!, judge } };
  };
  const none = await onlinePreferences({ ...options, world: generous, methods: ["fdpo"] });
  deepEqual(valuesOf(none, "fdpo", "loss"), []);
  deepEqual(valuesOf(none, "fdpo", "pairs_dropped"), [all]);
});

Deno.test("onlinePreferences() refuses unknown, untuned and repeated methods, and streams without a judge", async () => {
  const refused = (given: Partial<OnlinePreferencesOptions>, why: RegExp) =>
    rejects(onlinePreferences({ ...options, ...given }), why);
  await refused({ methods: ["dpo-ema"] }, /"dpo-ema": the methods are dpo, online-dpo/);
  await refused({ settings: {} }, /no settings for "dpo"/);
  await refused({ methods: ["dpo", "dpo"] }, /"dpo" twice/);
  const blind = async (seed: number) => {
    const { samples: _, ...rest } = await world(seed);
    return rest;
  };
  await refused({ world: blind, methods: ["online-dpo"] }, /the stream has no judge/);
});

Deno.test("onlinePreferences() goes on where a method diverges, and says on which seed", async () => {
  const settings = { "dpo": { ...SETTINGS, lr: 1e30 } };
  const found = await onlinePreferences({ ...options, methods: ["online-dpo"], settings });
  deepEqual(found.diverged, { "online-dpo": [0] });
  deepEqual(valuesOf(found, "online-dpo", "loss"), []);
  deepEqual(found.claims, []);
});
