import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { key } from "../../lib/base/mod.ts";
import { readJson } from "../../lib/data/mod.ts";
import { initModel, parseConfig } from "../../lib/model/mod.ts";
import { hashTokenizer, saveModel } from "../../lib/train/mod.ts";
import { namesIn } from "../_support.ts";
import { timeless } from "../train/_worlds.ts";
import { makeWorld } from "./_world.ts";

Deno.test("task train --reference-cache keeps references for later runs, and refuses another model's or tokenizer's", async () => {
  await using world = await makeWorld();
  const cache = join(world.root, "references");
  const index = join(cache, "index.jsonl");
  const run = async (out: string, ...more: string[]) => {
    const path = join(world.root, out);
    const args = ["--model", world.model, "--data", world.data, "--out", path, "--steps", "5"];
    const ran = await world.run("train", ...args, "--batch-size", "4", "--method", "dpo", ...more);
    const text = await Deno.readTextFile(join(path, "metrics.jsonl")).catch(() => "");
    return {
      ...ran,
      rows: text.split("\n").filter(Boolean).map((line) => timeless(JSON.parse(line))),
    };
  };

  const without = await run("without");
  const first = await run("first", "--reference-cache", cache);
  equal(first.code, 0, first.stderr);
  deepEqual(first.rows, without.rows);
  deepEqual(await namesIn(cache), ["index.jsonl", "values.bin"]);
  const before = await Deno.readTextFile(index);
  equal(before.trim().split("\n").length, 1 + 24);

  const second = await run("second", "--reference-cache", cache, "--shuffle", "--method", "ipo");
  equal(second.code, 0, second.stderr);
  equal(await Deno.readTextFile(index), before);

  // A run goes on with a cache that it did not begin with, and without one that it did.
  const more = await run("first", "--resume", "--steps", "6");
  equal(more.code, 0, more.stderr);

  const { tokenizer } = JSON.parse(before.split("\n")[0]!);
  const config = parseConfig(
    await readJson(join(world.model, "config.json")) as object as Record<string, unknown>,
  );
  await saveModel(world.model, initModel(config, key(1)));
  const other = await run("other", "--reference-cache", cache);
  equal(other.code, 2);
  match(
    other.stderr,
    /^error: Cannot use the reference cache in .* made with model \w{64} where this run's is \w{64}: choose another folder, or delete it$/m,
  );

  await saveModel(world.model, initModel(config, key(0)));
  await Deno.writeTextFile(join(world.model, "tokenizer.json"), "\n", { append: true });
  const spelt = await run("spelt", "--reference-cache", cache);
  equal(spelt.code, 2);
  match(
    spelt.stderr,
    new RegExp(
      `made with tokenizer ${tokenizer} where this run's is ${await hashTokenizer(world.model)}:`,
    ),
  );
});
