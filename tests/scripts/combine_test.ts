import { deepEqual, equal, match, throws } from "node:assert/strict";
import { join } from "node:path";
import type { Adapter, LoraConfig } from "../../lib/adapter/mod.ts";
import { key } from "../../lib/base/mod.ts";
import {
  cat,
  combine,
  type CombineMode,
  combineModes,
  dareLinear,
  dareTies,
  delta,
  factor,
  linear,
  magnitudePrune,
  svd,
  ties,
} from "../../lib/combine/mod.ts";
import { loadModel, readAdapter, writeAdapter } from "../../lib/train/mod.ts";
import { readArguments } from "../../scripts/_arguments.ts";
import { combineOptions, modeOf } from "../../scripts/_combine_options.ts";
import { movedAdapter, SMALL } from "../adapter/_adapters.ts";
import { moduleOf, updateOf } from "../combine/_modules.ts";
import { assertClose, namesIn } from "../_support.ts";
import { makeWorld, type Ran, type World } from "./_world.ts";

/** Writes a module for the world's model. */
async function put(
  { root, model }: World,
  name: string,
  { seed = 1, base = model, change = {} }: {
    seed?: number;
    base?: string | null;
    change?: Partial<LoraConfig>;
  } = {},
): Promise<string> {
  const { config } = await loadModel(model);
  const folder = join(root, name);
  await writeAdapter(folder, movedAdapter(config, { ...SMALL, ...change }, 100 * seed), base);
  return folder;
}

async function read({ model }: World, folder: string) {
  return await readAdapter(folder, (await loadModel(model)).config);
}

/** Asserts one clear line, exit code 2, nothing on stdout and nothing written. */
async function refused(world: World, { code, stdout, stderr }: Ran, why: RegExp) {
  const said = stderr.trim().split("\n").filter((line) => !/^engine:/.test(line));
  match(said.join("\n"), why);
  equal(said.length, 1, stderr);
  equal(code, 2);
  equal(stdout, "");
  equal((await namesIn(world.root)).includes("whole"), false);
}

Deno.test("task combine writes the exact sum as a PEFT folder and says what it is", async () => {
  await using world = await makeWorld();
  const folders = [await put(world, "a"), await put(world, "b", { seed: 2, change: { rank: 3 } })];
  const out = join(world.root, "whole");
  const args = ["--adapters", folders.join(), "--weights", "0.7,-.4", "--out", out];
  const { code, stdout, stderr } = await world.run("combine", ...args);
  equal(code, 0, stderr);
  const adapters = await Promise.all(folders.map((folder) => read(world, folder)));
  const expected = await combine(adapters, [0.7, -0.4], { mode: delta() });
  const { norms, norm, ...rest } = JSON.parse(stdout);
  deepEqual(rest, { mode: "delta", weights: [0.7, -0.4], rank: 5, out });
  const updates = await Promise.all([...adapters, expected].map(updateOf));
  assertClose([...norms, norm], updates.map((update) => Math.hypot(...update)), 1e-5);
  const written = await read(world, out);
  deepEqual(await updateOf(written), updates[2]);
  deepEqual(await namesIn(out), ["adapter_config.json", "adapter_model.safetensors"]);
  const config = JSON.parse(await Deno.readTextFile(join(out, "adapter_config.json")));
  deepEqual([config.base_model_name_or_path, config.use_rslora], [world.model, false]);
  const again = await world.run("combine", ...args);
  equal(again.code, 2);
  match(again.stderr, /^error: Cannot write to .*whole as it is not empty: choose another --out/m);
});

/** The mode that arguments ask for. */
function modeFor(...args: string[]) {
  const needed = ["--adapters", "a,b", "--weights", "1,1", "--out", "c"];
  const { values } = readArguments(combineOptions, [...needed, ...args], {
    task: "combine",
    summary: "",
  });
  return modeOf(values);
}

Deno.test("--mode knows every mode and takes its options along", async () => {
  const [a, b] = [1, 2].map((seed) => moduleOf(seed)) as [Adapter, Adapter];
  const asked: Record<string, [args: string[], mode: CombineMode]> = {
    delta: [[], delta()],
    svd: [["--rank", "3"], svd({ rank: 3 })],
    factor: [[], factor()],
    linear: [[], linear()],
    cat: [[], cat()],
    ties: [["--density", ".3"], ties({ density: 0.3 })],
    dare_linear: [["--density", ".3", "--seed", "5"], dareLinear({ density: 0.3, key: key(5) })],
    dare_ties: [["--seed", "6"], dareTies({ key: key(6) })],
    magnitude_prune: [["--density", ".3"], magnitudePrune({ density: 0.3 })],
  };
  deepEqual(Object.keys(asked), Object.keys(combineModes));
  for (const [name, [args, mode]] of Object.entries(asked)) {
    const wholes = [modeFor("--mode", name, ...args), mode].map((mode) =>
      combine([a, b], [1, 0.5], { mode })
    );
    const [ours, expected] = await Promise.all(wholes);
    deepEqual(await updateOf(ours!), await updateOf(expected!), name);
  }
  equal(modeFor().name, "delta");
});

Deno.test("--mode refuses names and options that it does not know", () => {
  const cases: readonly [args: string[], why: RegExp][] = [
    [["--mode", "tie"], /--mode must be one of .*; did you mean ties/],
    [["--rank", "4"], /^Option --rank is for --mode svd: current value is "delta"$/],
    [["--mode", "svd", "--density", ".5"], /^Option --density is for --mode ties, dare_linear/],
    [["--mode", "ties", "--density", "0"], /--density must be > 0/],
    [["--mode", "svd", "--rank", "0"], /--rank must be >= 1/],
  ];
  for (const [args, message] of cases) {
    throws(() => modeFor(...args), { name: "UsageError", message });
  }
});

Deno.test("task combine takes --model where the adapters name none or one that is not there", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "whole");
  for (const [name, base] of [["nameless", null], ["moved", "gone/base"]] as const) {
    const folder = await put(world, name, { base });
    const args = ["--adapters", folder, "--weights", "2", "--out", out];
    const why = base === null
      ? /--model is needed/
      : /Cannot find the adapters' base.* gone\/base:/;
    await refused(world, await world.run("combine", ...args), why);
    const { code, stderr } = await world.run("combine", ...args, "--model", world.model);
    equal(code, 0, stderr);
    const config = JSON.parse(await Deno.readTextFile(join(out, "adapter_config.json")));
    equal(config.base_model_name_or_path, base ?? world.model);
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("task combine refuses what it cannot use, in one line", async (t) => {
  await using world = await makeWorld();
  const a = await put(world, "a");
  const low = await put(world, "low", { change: { rank: 1 } });
  const wide = await put(world, "wide", { change: { targets: ["c_attn", "c_fc"] } });
  const other = await put(world, "other", { base: "other/base" });
  const out = ["--out", join(world.root, "whole")];
  const pair = (b: string, weights = "1,1") => ["--adapters", `${a},${b}`, "--weights", weights];
  const cases: Record<string, [readonly string[], RegExp]> = {
    "another base": [
      pair(other),
      /combine .*\/a and .*\/other as they adapt different bases: .*model" and "other\/base"$/,
    ],
    "other targets": [pair(wide), /combine .*\/a and .*\/wide as their targets/],
    "weights that are no numbers": [pair(a, "1,x"), /--weights must be a number/],
    "weights too large": [pair(low, "1,1e300"), /must be finite/],
    "a folder that is not there": [pair(join(world.root, "none")), /none\/adapter_config\.json/],
  };
  for (const [name, [args, why]] of Object.entries(cases)) {
    await t.step(
      name,
      async () => await refused(world, await world.run("combine", ...args, ...out), why),
    );
  }
});
