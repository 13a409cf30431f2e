import { equal, rejects } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { loadModel } from "../../lib/train/mod.ts";
import { withTensors } from "../model/_safetensors.ts";
import { assertClose, fixturePath, take } from "../_support.ts";

/** A copy of a model of one file, whose file has more tensors. */
async function withMore(
  name: string,
  more: Parameters<typeof withTensors>[1],
): Promise<string> {
  const folder = await Deno.makeTempDir();
  await Deno.copyFile(fixturePath(`${name}/config.json`), `${folder}/config.json`);
  const bytes = await Deno.readFile(fixturePath(`${name}/model.safetensors`));
  await Deno.writeFile(`${folder}/model.safetensors`, withTensors(bytes, more));
  return folder;
}

Deno.test("loadModel() reads past the buffers of older files, whatever their format", async () => {
  const attention = "gpt_neox.layers.0.attention";
  const folder = await withMore("families/neox", {
    [`${attention}.bias`]: { dtype: "BOOL", shape: [1, 1, 2, 2], bytes: new Uint8Array(4) },
    [`${attention}.masked_bias`]: { dtype: "F16", shape: [], bytes: new Uint8Array(2) },
    [`${attention}.rotary_emb.inv_freq`]: { dtype: "F64", shape: [1], bytes: new Uint8Array(8) },
  });
  const [old, usual] = [await loadModel(folder), await loadModel(fixturePath("families/neox"))];
  for (const [name, weight] of Object.entries(usual.weights)) {
    assertClose(await take(old.weights[name]!), await take(weight), 0);
  }
});

Deno.test("loadModel() refuses a tied head that is another matrix, and leaves no tensor behind", async () => {
  const folder = await withMore("families/qwen2", {
    "lm_head.weight": { dtype: "BF16", shape: [37, 24], bytes: new Uint8Array(2 * 37 * 24) },
  });
  const before = tf.memory().numTensors;
  await rejects(loadModel(folder), {
    name: "RangeError",
    message:
      `Cannot read ${folder}/model.safetensors as "model.embed_tokens.weight" and "lm_head.weight" differ where tie_word_embeddings makes them one: set it to false in config.json`,
  });
  equal(tf.memory().numTensors, before);
});

Deno.test("loadModel() says what is wrong with a config or an index that is no object", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.copyFile(fixturePath("families/llama/config.json"), `${folder}/config.json`);
  await Deno.writeTextFile(`${folder}/model.safetensors.index.json`, "null");
  await rejects(loadModel(folder), /weight_map must name a \.safetensors file of this folder/);
  await Deno.writeTextFile(`${folder}/config.json`, "null");
  await rejects(loadModel(folder), /Cannot read the model's config as it is not a JSON object/);
});
