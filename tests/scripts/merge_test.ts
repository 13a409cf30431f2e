import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { mergeAdapter } from "../../lib/adapter/mod.ts";
import { readJson } from "../../lib/data/mod.ts";
import { loadModel, readAdapter, writeAdapter, writeJson } from "../../lib/train/mod.ts";
import { largestChange } from "../../scripts/_compare_logits.ts";
import { wholeFolder } from "../../scripts/_whole_folder.ts";
import { movedAdapter, SMALL } from "../adapter/_adapters.ts";
import { namesIn } from "../_support.ts";
import { makeWorld, type World } from "./_world.ts";

const PATTERNS = { ...SMALL, targets: "all-linear", rankPattern: { c_fc: 3 } };

/** Writes an adapter for the world's model. */
async function putAdapter({ root, model }: World): Promise<string> {
  const { config } = await loadModel(model);
  const folder = join(root, "adapter");
  await writeAdapter(folder, movedAdapter(config, PATTERNS), model);
  return folder;
}

Deno.test("task merge writes the model with the adapter folded in, its tokenizer, and what changed", async () => {
  await using world = await makeWorld();
  const adapter = await putAdapter(world);
  const given = await readJson(join(world.model, "config.json")) as Record<string, unknown>;
  await writeJson(join(world.model, "config.json"), {
    ...given,
    bos_token_id: 7,
    dtype: "float16",
  });
  await writeJson(join(world.model, "generation_config.json"), { do_sample: true });
  const out = join(world.root, "deep", "merged");
  const args = ["--model", world.model, "--adapter", adapter, "--out", out];
  const { code, stdout, stderr } = await world.run("merge", ...args);
  equal(code, 0, stderr);
  const { change, change_from_base, rows, tokens, ...rest } = JSON.parse(stdout);
  deepEqual([rows, rest], [4, { out }]);
  ok(tokens > 100, `${tokens} tokens`);
  ok(change < 1e-5, `merged differs by ${change}`);
  ok(change_from_base > 1e-2, `the base differs by ${change_from_base}`);

  const model = await loadModel(world.model);
  const merged = await loadModel(out);
  const expected = mergeAdapter(model, await readAdapter(adapter, model.config));
  for (const [name, weight] of Object.entries(expected.weights)) {
    deepEqual(await merged.weights[name]!.data(), await weight.data(), name);
  }
  const beside = ["generation_config.json", "tokenizer.json"];
  deepEqual(await namesIn(out), ["config.json", ...beside, "model.safetensors"].sort());
  for (const name of beside) {
    deepEqual(await readJson(join(out, name)), await readJson(join(world.model, name)));
  }
  deepEqual(await readJson(join(out, "config.json")), { ...given, bos_token_id: 7 });
  deepEqual(await namesIn(join(world.root, "deep")), ["merged"]);

  const again = await world.run("merge", ...args);
  equal(again.code, 2);
  match(again.stderr, /^error: Cannot write to .*merged as it is not empty: choose another --out/m);
});

Deno.test("task merge refuses in one line and leaves nothing behind", async () => {
  await using world = await makeWorld();
  const adapter = await putAdapter(world);
  const file = join(adapter, "adapter_config.json");
  const config = await readJson(file) as Record<string, unknown>;
  const cases: readonly [change: Record<string, unknown>, why: RegExp][] = [
    [{ use_dora: true }, /^error: Cannot read .* as it uses use_dora, .*: merge it into its model/],
    [
      { target_modules: ["q_proj"] },
      /^error: Cannot use the adapter .*adapter as it belongs to another model: cannot adapt "q_proj" /,
    ],
    [{ r: 5 }, /^error: Cannot read .* where this model asks for \[5,16\]/],
  ];
  for (const [change, why] of cases) {
    await writeJson(file, { ...config, ...change });
    const args = ["--model", world.model, "--adapter", adapter, "--out", join(world.root, "out")];
    const { code, stdout, stderr } = await world.run("merge", ...args);
    const said = stderr.trim().split("\n").filter((line) => !/^engine:/.test(line));
    deepEqual([code, stdout, said.length], [2, "", 1], stderr);
    match(said[0]!, why);
    deepEqual(await namesIn(world.root), ["adapter", "model", "pairs.jsonl"]);
  }
});

Deno.test("task merge --help lists its options", async () => {
  await using world = await makeWorld();
  const { code, stdout } = await world.run("merge", "--help");
  equal(code, 0);
  for (const option of ["--model", "--adapter", "--out"]) match(stdout, new RegExp(option));
});

Deno.test("wholeFolder() leaves nothing where filling fails, and fills an empty folder", async () => {
  const root = await Deno.makeTempDir();
  const place = join(root, "place");
  await wholeFolder(place, async (folder) => {
    await Deno.writeTextFile(join(folder, "half"), "");
    throw new RangeError("no");
  }).catch(({ message }) => equal(message, "no"));
  deepEqual(await namesIn(root), []);
  await Deno.mkdir(place);
  equal(
    await wholeFolder(`${place}/`, (folder) => Deno.mkdir(join(folder, "in")).then(() => 3)),
    3,
  );
  deepEqual([await namesIn(root), await namesIn(place)], [["place"], ["in"]]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("largestChange() is the largest over all rows, and NaN where a number is not finite", () => {
  const rows = (...numbers: number[][]) => numbers.map((row) => Float32Array.from(row));
  equal(largestChange(rows([1, 2], [3]), rows([1, 2.5], [5])), 2);
  equal(Number.isNaN(largestChange(rows([1, NaN], [3]), rows([1, 2], [3]))), true);
  equal(Number.isNaN(largestChange(rows([Infinity]), rows([Infinity]))), true);
});
