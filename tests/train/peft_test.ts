import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { loraBank, loraScales } from "../../lib/adapter/mod.ts";
import { readJson } from "../../lib/data/mod.ts";
import { loadModel, readAdapter, writeAdapter } from "../../lib/train/mod.ts";
import { assertClose, engine, fixture, fixturePath, flat, maxNorm } from "../_support.ts";
import { scoresOf } from "../model/_models.ts";

void engine;
const { ids, logits } = await fixture<{ ids: number[][]; logits: Record<string, number[][][]> }>(
  "trained/logits.json",
);
const MODELS = {
  "gpt2-a": await loadModel(fixturePath("gpt2-a")),
  "families/llama-3": await loadModel(fixturePath("families/llama-3")),
};
/** What each config has besides what all have. */
const ADAPTERS: Readonly<Record<string, Record<string, unknown>>> = {
  "adapter": {},
  "adapter-rs": { use_rslora: true },
  "adapter-patterns": {
    use_rslora: true,
    rank_pattern: { "h.1.attn.c_proj": 1, "attn.*": 2 },
    alpha_pattern: { c_attn: 3, ".*0.*proj": 5 },
  },
  "adapter-regex": { target_modules: String.raw`.*\.h\.(0\.mlp\.c_\w+|1\.attn\.c_attn)` },
  "adapter-all-linear": { r: 2, target_modules: "all-linear" },
  "adapter-llama": {
    base_model_name_or_path: "families/llama-3",
    target_modules: "all-linear",
    use_rslora: true,
    rank_pattern: { k_proj: 2 },
    fan_in_fan_out: false, // a Llama keeps weights as [out, in]
  },
};

for (const [name, own] of Object.entries(ADAPTERS)) {
  const folder = fixturePath(`trained/${name}`);
  const base = own.base_model_name_or_path === undefined ? "gpt2-a" : "families/llama-3";
  const model = MODELS[base];

  Deno.test(`PEFT computes with trained/${name} what is computed here, to 1e-4`, async () => {
    const { weights, config } = await readAdapter(folder, model.config);
    const expected = flat(logits[name]);
    const known = ids.map((row) => row.map((id) => id % model.config.vocab));
    const scores = await scoresOf(model, known, loraBank([weights], loraScales(config)));
    assertClose(scores, expected, 1e-4, { what: "logits" });
    const plain = await scoresOf(model, known);
    ok(maxNorm(expected.map((x, i) => x - plain[i]!)) > 0.1, "the adapter changes nothing");
  });

  Deno.test(`writeAdapter() writes trained/${name} again as it was read, byte for byte`, async () => {
    const copy = await Deno.makeTempDir();
    await writeAdapter(copy, await readAdapter(folder, model.config), base);
    for (const file of ["adapter_config.json", "adapter_model.safetensors"]) {
      deepEqual(await Deno.readFile(join(copy, file)), await Deno.readFile(join(folder, file)));
    }
    await Deno.remove(copy, { recursive: true });
  });

  Deno.test(`the config of trained/${name} says to PEFT all that it asks for`, async () => {
    const config = await readJson(join(folder, "adapter_config.json")) as Record<string, unknown>;
    deepEqual(config, {
      peft_type: "LORA",
      task_type: "CAUSAL_LM",
      base_model_name_or_path: "gpt2-a",
      r: 4,
      lora_alpha: 8,
      lora_dropout: 0,
      target_modules: ["c_attn", "c_proj"],
      use_rslora: false,
      fan_in_fan_out: true, // GPT-2 keeps weights as [in, out]
      bias: "none",
      inference_mode: true,
      ...own,
    });
    const byPeft = await fixture<Record<string, unknown>>("lora/fast/adapter_config.json");
    for (const [key, value] of Object.entries(config)) {
      if (key === "target_modules") continue; // which may be text as well
      equal(typeof value, typeof byPeft[key], `PEFT has no ${key} of this type`);
    }
  });
}
