import { deepEqual, equal, match } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { namesIn } from "../_support.ts";
import { FIRST, startHub } from "../data/_hub.ts";
import { makeWorld } from "./_world.ts";

/** A hub whose repository holds the model and the data of a world, and what scripts need to find it. */
async function hubOf({ model, data }: { readonly model: string; readonly data: string }) {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const name of await namesIn(model)) files[name] = await Deno.readFile(join(model, name));
  files["data/train.jsonl"] = await Deno.readFile(data);
  const hub = await startHub(files);
  const env = {
    HF_ENDPOINT: hub.settings.endpoint,
    HF_HUB_CACHE: hub.cache,
    HF_HUB_OFFLINE: "0",
  };
  return { hub, env, files };
}

Deno.test("a model and data of the hub are trained on, found again offline, and named in run.json", async () => {
  await using source = await makeWorld();
  const { hub, env, files } = await hubOf(source);
  await using _ = hub;
  await using world = await makeWorld(env);
  const config = join(world.root, "run.yaml");
  const out = join(world.root, "run");
  const lines = [
    "model: hf:org/name@main",
    "data: hf:org/name",
    "lora-rank: 2",
    "steps: 1",
    `out: ${out}`,
  ];
  await Deno.writeTextFile(config, lines.join("\n"));
  const trained = await world.run("train", "--config", config, "--batch-size", "4");
  equal(trained.code, 0, trained.stderr);
  const run = JSON.parse(await Deno.readTextFile(join(out, "run.json")));
  equal(run.sources.model.id, "org/name");
  equal(run.sources.model.commit, FIRST);
  const sha256 = createHash("sha256").update(files["data/train.jsonl"]!).digest("hex");
  deepEqual(run.sources.data, {
    path: join(hub.cache, `datasets--org--name/snapshots/${FIRST}/data/train.jsonl`),
    id: "org/name",
    commit: FIRST,
    sha256,
  });
  equal(run.options.loraRank, 2);
  equal(run.options.batchSize, 4);
  equal(run.options.alpha, 0.1);
  equal(run.options.clip, null);
  equal(run.options.out, out);
  const adapter = JSON.parse(await Deno.readTextFile(join(out, "adapter/adapter_config.json")));
  equal(adapter.base_model_name_or_path, "org/name");

  hub.asked.length = 0;
  await using offline = await makeWorld({ ...env, HF_HUB_OFFLINE: "1" });
  const scored = await offline.run("score", "--model", "org/name", "--data", "hf:org/name");
  equal(scored.code, 0, scored.stderr);
  equal(scored.stdout.trim().split("\n").length, 12);
  deepEqual([...hub.asked], []);
});

Deno.test("a script that the hub refuses ends in one line and exit code 2", async () => {
  await using source = await makeWorld();
  const { hub, env } = await hubOf(source);
  await using _ = hub;
  await using world = await makeWorld(env);
  Object.assign(hub.manners, { status: 403, code: "GatedRepo" });
  const { code, stdout, stderr } = await world.run(
    "generate",
    "--prompt",
    "x",
    "--model",
    "org/name",
  );
  match(
    stderr,
    /^error: Cannot find the model org\/name: it is no folder here; on the hub: Cannot fetch org\/name as its access is gated: accept its conditions on [^\n]+\n$/,
  );
  equal(code, 2);
  equal(stdout, "");
});
