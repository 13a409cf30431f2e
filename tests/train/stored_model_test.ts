import { deepEqual, equal, rejects } from "node:assert/strict";
import { type Tensors, tf } from "../../lib/base/mod.ts";
import { forward, generateIds, logits } from "../../lib/model/mod.ts";
import { hashModel, loadModel, objectiveOf, saveModel, train } from "../../lib/train/mod.ts";
import { assertClose, engine, fixturePath, take } from "../_support.ts";
import { timeless, tinyPairs } from "./_worlds.ts";

/** A copy of a model's folder, in which something is then wrong. */
async function copied(name: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  for await (const { name: file } of Deno.readDir(fixturePath(name))) {
    await Deno.copyFile(fixturePath(`${name}/${file}`), `${folder}/${file}`);
  }
  return folder;
}

async function changed(
  folder: string,
  file: string,
  change: (json: Record<string, unknown>) => object,
) {
  const path = `${folder}/${file}`;
  await Deno.writeTextFile(path, JSON.stringify(change(JSON.parse(await Deno.readTextFile(path)))));
}

const INDEX = "model.safetensors.index.json";
const SHARD = "model-00002-of-00006.safetensors";

Deno.test("loadModel() leaves no tensor behind where a shard is missing, and names it", async () => {
  const folder = await copied("families/llama");
  await Deno.remove(`${folder}/${SHARD}`);
  const before = tf.memory().numTensors;
  await rejects(loadModel(folder), {
    name: "RangeError",
    message: `Cannot read ${folder}/${INDEX} as its shard ${SHARD} is missing: download it again`,
  });
  equal(tf.memory().numTensors, before);
});

Deno.test("loadModel() refuses an index that names no shard of its folder", async () => {
  const folder = await copied("families/llama");
  for (const weight_map of [{ x: "../secret.safetensors" }, {}, null, { x: 3 }]) {
    await changed(folder, INDEX, () => ({ weight_map }));
    await rejects(loadModel(folder), /weight_map must name a \.safetensors file of this folder/);
  }
});

Deno.test("loadModel() refuses a shard that is cut off, a tensor of another shape, one that is missing", async () => {
  const folder = await copied("families/llama");
  const before = tf.memory().numTensors;
  await changed(folder, "config.json", (config) => ({ ...config, num_hidden_layers: 3 }));
  await rejects(loadModel(folder), /index\.json as it has no tensor "model\.layers\.2\./);
  await changed(folder, "config.json", (config) => ({
    ...config,
    num_hidden_layers: 2,
    num_key_value_heads: 4,
  }));
  await rejects(
    loadModel(folder),
    /tensor "model\.layers\.0\.self_attn\.k_proj\.weight" has shape \[12,24\] where the config asks for \[24,24\]/,
  );
  await Deno.truncate(`${folder}/${SHARD}`, 900);
  await rejects(loadModel(folder), /-00002-of-00006\.safetensors as .*truncated/);
  equal(tf.memory().numTensors, before);
});

Deno.test("loadModel() refuses pickles with the reason and the cure", async () => {
  const folder = await copied("families/qwen2");
  await Deno.remove(`${folder}/model.safetensors`);
  await rejects(loadModel(folder), /has neither model\.safetensors nor model\.safetensors\.index/);
  await Deno.writeFile(`${folder}/pytorch_model.bin`, new Uint8Array(8));
  await rejects(
    loadModel(folder),
    /pytorch_model\.bin as a pickle runs whatever code it holds: convert it in Python with save_pretrained/,
  );
});

for (const name of ["neox", "llama", "llama-biased", "mistral", "qwen3"]) {
  Deno.test(`${name}: saveModel() writes what loadModel() reads, config included`, async () => {
    const model = await loadModel(fixturePath(`families/${name}`));
    const folder = await Deno.makeTempDir();
    await saveModel(folder, model);
    const again = await loadModel(folder);
    const { source, ...config } = again.config;
    const { source: before, ...own } = model.config;
    deepEqual(config, own);
    deepEqual(source, { ...without(before!, "dtype"), torch_dtype: "float32" });
    const ids = tf.tensor2d([[3, 1, 4, 1, 5]], [1, 5], "int32");
    const [a, b] = [model, again].map((m) => tf.tidy(() => logits(m, forward(m, ids))));
    assertClose(await take(a!), await take(b!), 0);
    tf.dispose([model.weights as Tensors, again.weights as Tensors]);
    await Deno.remove(folder, { recursive: true });
  });
}

function without(json: Readonly<Record<string, unknown>>, name: string) {
  const { [name]: _, ...rest } = json;
  return rest;
}

Deno.test({
  name:
    "a base held in bfloat16 computes, trains and hashes as its float32 form where it is stored so",
  ignore: engine.name !== "tensorflow",
  async fn() {
    const folder = fixturePath("families/llama-3");
    const [held, wide] = [await loadModel(folder, { held: "bfloat16" }), await loadModel(folder)];
    equal(await hashModel(held), await hashModel(wide));
    const pairs = tinyPairs(4).map((pair) => ({
      ...pair,
      prompt: pair.prompt.map((id) => id % 37),
      chosen: pair.chosen.map((id) => id % 37),
      rejected: pair.rejected.map((ids) => ids.map((id) => id % 37)),
    }));
    for (const precision of ["float32", "bfloat16"] as const) {
      const runs = [];
      for (const model of [held, wide]) {
        const { metrics, adapters } = await train({
          model,
          pairs,
          precision,
          objective: objectiveOf("ofs-dpo"),
          batchSize: 2,
          steps: 2,
        });
        for (const { weights } of Object.values(adapters)) tf.dispose(weights);
        runs.push(metrics.map(timeless));
      }
      deepEqual(runs[0], runs[1]);
    }
    const prompts = [Int32Array.of(3, 1, 4), Int32Array.of(1, 5)];
    const written = [held, wide].map((model) =>
      generateIds(model, prompts, { maxTokens: 9, temperature: 0 })
    );
    deepEqual(await written[0], await written[1]);
    tf.dispose([held.weights, wide.weights]);
  },
});
