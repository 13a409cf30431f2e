import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { MetricRow } from "../../../lib/base/mod.ts";
import { tf } from "../../../lib/base/mod.ts";
import { inDomain, type InDomainOptions } from "../../../lib/experiments/in_domain/mod.ts";
import { assertClose } from "../../_support.ts";
import { LORA, model, SETTINGS, sizes, tokenizer, world } from "./_world.ts";

const options: InDomainOptions = {
  model,
  world,
  eos: tokenizer.eos,
  beta: 0.1,
  rounds: sizes.rounds,
  lora: LORA,
  methods: ["dpo", "ofs-dpo"],
  seeds: [0, 1],
  evaluations: 2,
  settings: Object.fromEntries(
    ["dpo", "ofs-dpo", "dpo-decay", "dpo-polyak", "dpo-ema", "dpo-twice"].map((
      name,
    ) => [name, SETTINGS]),
  ),
};

function valuesOf(rows: readonly MetricRow[], method: string, metric: string, seed = 0): number[] {
  return rows.filter((row) => row.method === method && row.metric === metric && row.seed === seed)
    .toSorted((a, b) => a.step - b.step).map(({ value }) => value);
}

Deno.test("inDomain() takes f_t before update t: at the first round every method pays log 2", async () => {
  const { rows } = await inDomain({ ...options, methods: ["dpo", "ofs-dpo", "dpo-polyak"] });
  for (const method of ["dpo", "ofs-dpo", "dpo-polyak"]) {
    const losses = valuesOf(rows, method, "loss");
    equal(losses.length, sizes.rounds);
    assertClose([losses[0]!], [Math.LN2], 1e-5, { what: `first loss of ${method}` });
    ok(Math.abs(losses[2]! - Math.LN2) > 1e-4, `${method} did not learn`);
  }
});

Deno.test("inDomain() measures every method on the same stream, the reference at step 0", async () => {
  const { rows, last, best } = await inDomain(options);
  deepEqual(valuesOf(rows, "reference", "kl"), [0]);
  const [rate] = valuesOf(rows, "reference", "win_rate");
  ok(rate! > 0 && rate! < 1, `win rate of the reference against itself: ${rate}`);
  for (const method of options.methods) {
    equal(valuesOf(rows, method, "reward").length, 3);
    equal(valuesOf(rows, method, "regret", 1).length, sizes.rounds);
    equal(last[method]![0]!.rewards.length, sizes.prompts);
  }
  deepEqual(Object.keys(best), ["0", "1"]);
});

Deno.test("inDomain() gives equal numbers for equal seeds", async () => {
  const one = { ...options, seeds: [1] };
  deepEqual((await inDomain(one)).rows, (await inDomain(one)).rows);
});

Deno.test("without the chase and without swaps, OFS-DPO's fast module plays what DPO plays", async () => {
  const settings = { ...SETTINGS, alpha: 0, every: sizes.rounds + 1 };
  const { rows } = await inDomain({
    ...options,
    seeds: [0],
    settings: { ...options.settings, "ofs-dpo": settings },
  });
  assertClose(valuesOf(rows, "ofs-dpo", "loss"), valuesOf(rows, "dpo", "loss"), 2e-5);
});

Deno.test("a mean of one iterate is that iterate: Polyak's average lags DPO by one update at first", async () => {
  const methods = ["dpo", "dpo-polyak"];
  const { rows } = await inDomain({ ...options, methods, seeds: [0] });
  const [plain, averaged] = methods.map((name) => valuesOf(rows, name, "loss"));
  assertClose(averaged!.slice(0, 2), plain!.slice(0, 2), 2e-5, { what: "rounds 1 and 2" });
  ok(Math.abs(averaged![4]! - plain![4]!) > 1e-5, "the average never moved apart");
});

Deno.test("inDomain() goes on from a folder and refuses another experiment's", async () => {
  const out = await Deno.makeTempDir();
  const whole = await inDomain({ ...options, seeds: [0], out });
  const path = `${out}/runs/0/ofs-dpo.json`;
  const before = (await Deno.stat(path)).mtime;
  await Deno.remove(`${out}/runs/0/dpo.json`);
  const resumed = await inDomain({ ...options, seeds: [0], out });
  deepEqual(resumed.rows, whole.rows);
  deepEqual((await Deno.stat(path)).mtime, before);
  await rejects(
    inDomain({ ...options, seeds: [0], out, beta: 0.2 }),
    /begun otherwise \(beta was 0.1, is 0.2\)/,
  );
  await Deno.remove(out, { recursive: true });
});

Deno.test("inDomain() names the methods where one is unknown, and the one that is not tuned", async () => {
  await rejects(
    inDomain({ ...options, methods: ["dpo", "ppo"] }),
    /"ppo": the methods are dpo, ofs-dpo/,
  );
  await rejects(inDomain({ ...options, settings: {} }), /no settings for "dpo"/);
  await rejects(inDomain({ ...options, methods: ["dpo", "dpo"] }), /"dpo" twice/);
});

Deno.test("inDomain() goes on where a method diverges, and says on which seed", async () => {
  const settings = { ...options.settings, "dpo-twice": { ...SETTINGS, lr: 1e30 } };
  const methods = ["dpo", "dpo-twice"];
  const { rows, diverged } = await inDomain({ ...options, methods, settings, seeds: [0] });
  deepEqual(diverged, { "dpo-twice": [0] });
  equal(valuesOf(rows, "dpo", "loss").length, sizes.rounds);
  equal(valuesOf(rows, "dpo-twice", "loss").length, 0);
});

Deno.test("inDomain() leaves no tensor behind", async () => {
  await inDomain({ ...options, seeds: [0], methods: ["dpo-polyak"] });
  const before = tf.memory().numTensors;
  await inDomain({ ...options, seeds: [0], methods: ["dpo-polyak"] });
  equal(tf.memory().numTensors, before);
});
