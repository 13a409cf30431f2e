import { equal, match, ok, throws } from "node:assert/strict";
import { join } from "node:path";
import { key } from "../../lib/base/mod.ts";
import { initModel, parseConfig } from "../../lib/model/mod.ts";
import { estimateTraining, objectiveOf, saveModel } from "../../lib/train/mod.ts";
import { requireRoom } from "../../scripts/_train_memory.ts";
import { CONFIG, LORA, tinyPairs } from "../train/_worlds.ts";
import { makeWorld } from "./_world.ts";

const RUN = { pairs: tinyPairs(8), config: CONFIG, objective: objectiveOf("dpo"), lora: LORA };
const CPU = { name: "wasm", device: "cpu" } as const;

Deno.test("requireRoom() refuses a run that needs more than there is, and says what helps", () => {
  const { total } = estimateTraining(RUN, "wasm");
  throws(() => requireRoom(RUN, CPU, total - 1), {
    name: "RangeError",
    message:
      /^Cannot train as it needs about 0\.\d GB of memory and 0\.\d GB are there: take a smaller --token-budget, --max-length or model; --no-memory-check tries all the same$/,
  });
  requireRoom(RUN, CPU, total);
});

Deno.test("requireRoom() lets through what it cannot know", () => {
  requireRoom(RUN, { name: "tensorflow", device: "gpu" }, 0);
  requireRoom(RUN, CPU, Infinity);
});

Deno.test("task train says what it needs, and refuses what is too large before anything is written", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "run");
  const args = ["--model", world.model, "--data", world.data, "--out", out, "--steps", "1"];
  const small = await world.run("train", ...args);
  equal(small.code, 0, small.stderr);
  match(small.stderr, /^memory: about 0\.\d GB of \d+\.\d GB$/m);

  // Every token of a row sees every other one: 100,000 of them need hundreds of gigabytes.
  const long = parseConfig({
    model_type: "gpt2",
    n_layer: 1,
    n_embd: 16,
    n_head: 2,
    n_positions: 100_000,
    vocab_size: 300,
  });
  await saveModel(world.model, initModel(long, key(0)));
  const row = { prompt: "what is 1? ".repeat(30_000), chosen: " It is 1.", rejected: " No idea." };
  await Deno.writeTextFile(world.data, JSON.stringify(row));
  const large = await world.run(
    "train",
    ...[...args.with(5, `${out}-2`), "--max-length", "100000"],
  );
  equal(large.code, 2);
  const said = large.stderr.trim().split("\n").filter((line) => !/^(engine|data):/.test(line));
  equal(said.length, 1, large.stderr);
  match(
    said[0]!,
    /^error: Cannot train as it needs about \d+\.\d GB of memory and \d+\.\d GB are there:/,
  );
  ok(await Deno.stat(`${out}-2`).then(() => false, () => true), "something was written");
});
