import { deepEqual, throws } from "node:assert/strict";
import { disposeTree } from "../../lib/base/mod.ts";
import { adapterFromFiles, filesFromAdapter } from "../../lib/adapter/mod.ts";
import { type HostTensor, readSafetensors, writeSafetensors } from "../../lib/model/mod.ts";
import { noLeaks } from "../_support.ts";
import { fixtureModel, smallModel } from "../model/_models.ts";
import { adapterFiles, fixtureAdapter, movedAdapter } from "./_adapters.ts";

const { config: model } = await fixtureModel("gpt2-a");
const fast = await adapterFiles("fast");

/** The file of the adapter `fast` after a change to its tensors. */
function changed(change: (tensors: Record<string, HostTensor>) => void): Uint8Array {
  const copy = { ...readSafetensors(fast.bytes, "fast").tensors };
  change(copy);
  return writeSafetensors({ tensors: copy, metadata: {} });
}

for (const name of ["fast", "slow", "all-rs"]) {
  Deno.test(`filesFromAdapter() writes the adapter ${name} as PEFT does, bit for bit`, async () => {
    const files = await adapterFiles(name);
    const written = await filesFromAdapter(await fixtureAdapter(name, model), "gpt2-a");
    deepEqual(
      readSafetensors(written.bytes, name).tensors,
      readSafetensors(files.bytes, name).tensors,
    );
    deepEqual(written.config.target_modules, files.config.target_modules);
  });
}

Deno.test("adapterFromFiles() reads what filesFromAdapter() wrote", async () => {
  const { config } = smallModel();
  const adapter = movedAdapter(config);
  const { config: json, bytes } = await filesFromAdapter(adapter);
  const read = adapterFromFiles(json, bytes, config, "small");
  deepEqual(read.config, adapter.config);
  deepEqual(Object.keys(read.weights), Object.keys(adapter.weights));
  deepEqual((await filesFromAdapter(read)).bytes, bytes);
});

Deno.test("filesFromAdapter() uses PEFT's names", async () => {
  const { bytes, config } = await filesFromAdapter(movedAdapter(smallModel().config), "base");
  deepEqual(Object.keys(readSafetensors(bytes, "small").tensors), [
    "base_model.model.transformer.h.0.attn.c_attn.lora_A.weight",
    "base_model.model.transformer.h.0.attn.c_attn.lora_B.weight",
    "base_model.model.transformer.h.1.attn.c_attn.lora_A.weight",
    "base_model.model.transformer.h.1.attn.c_attn.lora_B.weight",
  ]);
  deepEqual(config.base_model_name_or_path, "base");
});

Deno.test("adapterFromFiles() refuses the adapter of a wider model", async () => {
  const narrow = (await fixtureModel("gpt2-b")).config;
  throws(() => adapterFromFiles(fast.config, fast.bytes, narrow, "fast"), {
    name: "RangeError",
    message:
      'Cannot read fast/adapter_model.safetensors as "base_model.model.transformer.h.0.attn.c_attn.lora_A.weight" has shape [4,24] where this model asks for [4,20]: it belongs to another model',
  });
});

Deno.test("adapterFromFiles() refuses the adapter of a deeper model", async () => {
  const shallow = (await fixtureModel("gpt2-c")).config;
  throws(() => adapterFromFiles(fast.config, fast.bytes, shallow, "fast"), {
    name: "RangeError",
    message:
      'Cannot read fast/adapter_model.safetensors as the model has no place for "base_model.model.transformer.h.1.attn.c_attn.lora_A.weight": it belongs to another model',
  });
});

Deno.test("adapterFromFiles() refuses a file that lacks a tensor", () => {
  const name = "base_model.model.transformer.h.1.attn.c_attn.lora_B.weight";
  const bytes = changed((tensors) => delete tensors[name]);
  throws(() => adapterFromFiles(fast.config, bytes, model, "fast"), {
    name: "RangeError",
    message:
      `Cannot read fast/adapter_model.safetensors as it lacks "${name}": it belongs to another model`,
  });
});

Deno.test("adapterFromFiles() refuses tensors beside its own, such as a DoRA magnitude", () => {
  const name = "base_model.model.transformer.h.0.attn.c_attn.lora_magnitude_vector";
  const bytes = changed((tensors) => {
    tensors[name] = { shape: [72], data: new Float32Array(72) };
  });
  throws(() => adapterFromFiles(fast.config, bytes, model, "fast"), {
    name: "RangeError",
    message: /no place for .*lora_magnitude_vector/,
  });
});

Deno.test("adapterFromFiles() refuses a rank that its file does not have", () => {
  throws(() => adapterFromFiles({ ...fast.config, r: 8 }, fast.bytes, model, "fast"), {
    name: "RangeError",
    message: /has shape \[4,24\] where this model asks for \[8,24\]/,
  });
});

Deno.test("adapterFromFiles() names the config where that is at fault, in one line", () => {
  throws(() => adapterFromFiles({ ...fast.config, use_dora: true }, fast.bytes, model, "fast"), {
    name: "RangeError",
    message:
      "Cannot read fast/adapter_config.json as it uses use_dora, which is not supported: merge it into its model with PEFT (merge_and_unload) and load that model",
  });
});

Deno.test("adapterFromFiles() says of targets that the model lacks whose they are, and of embeddings that they are not adapted", () => {
  const read = (target_modules: unknown) =>
    adapterFromFiles({ ...fast.config, target_modules }, fast.bytes, model, "fast");
  const whose = "Cannot use the adapter fast as it belongs to another model: cannot adapt ";
  throws(() => read(["q_proj"]), ({ message }) => message.startsWith(`${whose}"q_proj" as `));
  throws(() => read(".*q_proj"), ({ message }) => message.startsWith(`${whose}by ".*q_proj" as `));
  throws(() => read(["wte"]), {
    name: "RangeError",
    message:
      /^Cannot use the adapter fast: cannot adapt "wte" as LoRA on embeddings and heads is not/,
  });
});

Deno.test("adapterFromFiles() refuses a fan_in_fan_out that the model contradicts", () => {
  throws(
    () => adapterFromFiles({ ...fast.config, fan_in_fan_out: false }, fast.bytes, model, "fast"),
    {
      name: "RangeError",
      message:
        "Cannot read fast/adapter_config.json as fan_in_fan_out is false where this model's maps are kept as [in, out]: it belongs to another model, or must be true",
    },
  );
  const { fan_in_fan_out: _, ...silent } = fast.config;
  disposeTree(adapterFromFiles(silent, fast.bytes, model, "fast").weights);
});

Deno.test("adapterFromFiles() leaves no tensor behind, where it fails as well", async () => {
  await noLeaks(() =>
    disposeTree(adapterFromFiles(fast.config, fast.bytes, model, "fast").weights)
  );
  const bytes = changed((tensors) => {
    tensors.stranger = { shape: [1], data: new Float32Array(1) };
  });
  await noLeaks(() =>
    throws(() => adapterFromFiles(fast.config, bytes, model, "fast"), RangeError)
  );
});
