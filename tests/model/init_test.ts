import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { key } from "../../lib/base/mod.ts";
import { initModel, parameterShapes, parseConfig } from "../../lib/model/mod.ts";
import { smallModel } from "./_models.ts";

Deno.test("initModel() gives the same model for the same key, and another for another", async () => {
  const [a, b, c] = [smallModel(1), smallModel(1), smallModel(2)];
  for (const name of Object.keys(a.weights)) {
    deepEqual(await a.weights[name]!.data(), await b.weights[name]!.data());
  }
  const wte = "wte.weight";
  notDeepEqual(await a.weights[wte]!.data(), await c.weights[wte]!.data());
});

Deno.test("initModel() draws every map from its own stream", async () => {
  const { weights } = smallModel();
  const [first, second] = await Promise.all(
    [0, 1].map((layer) => weights[`h.${layer}.attn.c_attn.weight`]!.data()),
  );
  notDeepEqual(first, second);
});

Deno.test("initModel() starts as GPT-2 does", async () => {
  const config = parseConfig({
    model_type: "gpt2",
    n_layer: 8,
    n_embd: 32,
    n_head: 2,
    n_positions: 16,
    vocab_size: 50,
  });
  const { weights } = initModel(config, key(3));
  const spread = async (name: string) => {
    const data = await weights[name]!.data();
    return Math.sqrt([...data].reduce((sum, x) => sum + x * x, 0) / data.length);
  };
  ok(Math.abs(await spread("h.0.attn.c_attn.weight") - 0.02) < 0.002);
  ok(Math.abs(await spread("h.3.mlp.c_proj.weight") - 0.02 / 4) < 0.0005);
  ok((await weights["h.0.ln_1.weight"]!.data()).every((x) => x === 1));
  ok((await weights["h.0.mlp.c_fc.bias"]!.data()).every((x) => x === 0));
});

Deno.test("initModel() makes every parameter of the config in its shape", () => {
  const { config, weights } = smallModel();
  const shapes = Object.fromEntries(Object.entries(weights).map(([name, x]) => [name, x.shape]));
  deepEqual(shapes, parameterShapes(config));
  equal("lm_head.weight" in shapes, false);
});
