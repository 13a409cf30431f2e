import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { initAdapter } from "../../lib/adapter/mod.ts";
import { key } from "../../lib/base/mod.ts";
import { readJson } from "../../lib/data/mod.ts";
import { loadModel, readAdapter, writeAdapter } from "../../lib/train/mod.ts";
import { SMALL } from "../adapter/_adapters.ts";
import { makeWorld, type World } from "./_world.ts";

/** One step of OFS-DPO, with two modules of which the second starts afresh by the settings of the first. */
function trainArguments({ model, data }: World, out: string, ...more: readonly string[]) {
  const needed = ["--model", model, "--data", data, "--out", out, "--steps", "1"];
  return [...needed, "--lora-rank", "2", ...more];
}

Deno.test("task train --lora-targets all-linear adapts every map, and its config says so to PEFT", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "run");
  const args = trainArguments(world, out, "--lora-targets", "all-linear");
  const { code, stderr } = await world.run("train", ...args);
  equal(code, 0, stderr);
  const config = await readJson(join(out, "adapter", "adapter_config.json")) as {
    target_modules: unknown;
  };
  equal(config.target_modules, "all-linear");
  const model = await loadModel(world.model);
  const { weights } = await readAdapter(join(out, "adapter"), model.config);
  const maps = ["attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"];
  const factors = maps.flatMap((map) => [`h.0.${map}.lora_A`, `h.0.${map}.lora_B`]);
  deepEqual(Object.keys(weights), factors);
});

Deno.test("task train goes on from an adapter with ranks and alphas by name, and keeps them", async () => {
  await using world = await makeWorld();
  const { config } = await loadModel(world.model);
  const lora = {
    ...SMALL,
    targets: String.raw`.*\.(c_attn|c_fc)`,
    rankPattern: { c_fc: 3 },
    alphaPattern: { "attn.*": 1 },
  };
  const start = join(world.root, "start");
  await writeAdapter(start, initAdapter(config, lora, key(1)));
  const out = join(world.root, "run");
  const args = trainArguments(world, out, "--adapter", start);
  const { code, stderr } = await world.run("train", ...args);
  equal(code, 0, stderr);
  for (const module of ["adapter", "adapter-slow"]) {
    deepEqual((await readAdapter(join(out, module), config)).config, lora);
  }
});

Deno.test("task train names the maps that there are where --lora-targets has another", async () => {
  await using world = await makeWorld();
  const args = trainArguments(world, join(world.root, "run"), "--lora-targets", "q_proj");
  const { code, stderr } = await world.run("train", ...args);
  equal(code, 2);
  match(stderr, /^error: Cannot adapt "q_proj" as the model has no such map: it has c_attn, c_/m);
});
