import { deepEqual, equal, throws } from "node:assert/strict";
import { disposeTree } from "../../lib/base/mod.ts";
import {
  filesFromModel,
  type HostTensor,
  modelFromFiles,
  readSafetensors,
  writeSafetensors,
} from "../../lib/model/mod.ts";
import { noLeaks } from "../_support.ts";
import { modelFiles, smallModel } from "./_models.ts";
import { withTensors } from "./_safetensors.ts";

const a = await modelFiles("gpt2-a");

/** The file of gpt2-a after a change to its tensors. */
function changed(change: (tensors: Record<string, HostTensor>) => void): Uint8Array {
  const { tensors, metadata } = readSafetensors(a.bytes, "gpt2-a");
  const copy = { ...tensors };
  change(copy);
  return writeSafetensors({ tensors: copy, metadata });
}

for (const name of ["gpt2-a", "gpt2-b", "gpt2-c"]) {
  Deno.test(`modelFromFiles() and filesFromModel() carry ${name} bit for bit`, async () => {
    const { config, bytes } = await modelFiles(name);
    const model = modelFromFiles(config, bytes, name);
    const written = await filesFromModel(model);
    const before = readSafetensors(bytes, name).tensors;
    deepEqual(readSafetensors(written.bytes, name).tensors, before);
    const again = modelFromFiles(written.config, written.bytes, name);
    deepEqual(again.config, model.config);
    deepEqual((await filesFromModel(again)).bytes, written.bytes);
  });
}

Deno.test("filesFromModel() uses the names of Hugging Face", async () => {
  const { config, bytes } = await filesFromModel(smallModel());
  equal(config.model_type, "gpt2");
  const { tensors, metadata } = readSafetensors(bytes, "small");
  equal("transformer.h.1.attn.c_attn.weight" in tensors, true);
  equal("lm_head.weight" in tensors, false);
  deepEqual(metadata, { format: "pt" });
});

Deno.test("modelFromFiles() reads files without the prefix and with old attention buffers", async () => {
  const bytes = changed((tensors) => {
    for (const [name, tensor] of Object.entries(tensors)) {
      delete tensors[name];
      tensors[name.replace("transformer.", "")] = tensor;
    }
    tensors["h.0.attn.bias"] = { shape: [1], data: new Float32Array(1) };
    tensors["h.0.attn.masked_bias"] = { shape: [], data: new Float32Array(1) };
  });
  const old = modelFromFiles(a.config, bytes, "old");
  const usual = modelFromFiles(a.config, a.bytes, "gpt2-a");
  deepEqual(Object.keys(old.weights), Object.keys(usual.weights));
  deepEqual((await filesFromModel(old)).bytes, (await filesFromModel(usual)).bytes);
});

Deno.test("modelFromFiles() reads past buffers in formats that it does not read", async () => {
  const bytes = withTensors(a.bytes, {
    "transformer.h.0.attn.bias": { dtype: "BOOL", shape: [1, 1, 2, 2], bytes: new Uint8Array(4) },
    "transformer.h.0.attn.masked_bias": { dtype: "U8", shape: [], bytes: new Uint8Array(1) },
    "transformer.position_ids": { dtype: "I64", shape: [2], bytes: new Uint8Array(16) },
  });
  const old = modelFromFiles(a.config, bytes, "old");
  const usual = modelFromFiles(a.config, a.bytes, "gpt2-a");
  deepEqual((await filesFromModel(old)).bytes, (await filesFromModel(usual)).bytes);
});

Deno.test("modelFromFiles() refuses a parameter in a format that it does not read", () => {
  const { "transformer.ln_f.bias": stored } = readSafetensors(a.bytes, "a").tensors;
  const bytes = withTensors(changed((tensors) => delete tensors["transformer.ln_f.bias"]), {
    "transformer.ln_f.bias": {
      dtype: "F64",
      shape: stored!.shape,
      bytes: new Uint8Array(8 * stored!.data.length),
    },
  });
  throws(() => modelFromFiles(a.config, bytes, "bad.safetensors"), {
    name: "RangeError",
    message:
      'Cannot read bad.safetensors as tensor "transformer.ln_f.bias" has dtype "F64": known are F32, F16, BF16, I32',
  });
});

Deno.test("modelFromFiles() reads a tied model from its head alone, or beside the same embedding", async () => {
  const usual = (await filesFromModel(modelFromFiles(a.config, a.bytes, "gpt2-a"))).bytes;
  for (const keepsTokens of [true, false]) {
    const bytes = changed((tensors) => {
      tensors["lm_head.weight"] = tensors["transformer.wte.weight"]!;
      if (!keepsTokens) delete tensors["transformer.wte.weight"];
    });
    const model = modelFromFiles(a.config, bytes, "a");
    deepEqual((await filesFromModel(model)).bytes, usual);
  }
});

Deno.test("modelFromFiles() refuses a tied head that is another matrix", () => {
  const bytes = changed((tensors) => {
    const { shape, data } = tensors["transformer.wte.weight"]!;
    tensors["lm_head.weight"] = { shape, data: data.map((x) => 2 * x) as Float32Array };
  });
  throws(() => modelFromFiles(a.config, bytes, "a"), {
    name: "RangeError",
    message:
      'Cannot read a as "transformer.wte.weight" and "lm_head.weight" differ where tie_word_embeddings makes them one: set it to false in config.json',
  });
  const { weights } = modelFromFiles({ ...a.config, tie_word_embeddings: false }, bytes, "a");
  equal("lm_head.weight" in weights, true);
});

Deno.test("modelFromFiles() refuses a file that lacks a tensor", () => {
  const bytes = changed((tensors) => delete tensors["transformer.h.1.mlp.c_fc.bias"]);
  throws(() => modelFromFiles(a.config, bytes, "bad.safetensors"), {
    name: "RangeError",
    message: 'Cannot read bad.safetensors as it has no tensor "transformer.h.1.mlp.c_fc.bias"',
  });
});

Deno.test("modelFromFiles() refuses a tensor of another shape, though it be transposed", () => {
  const name = "transformer.h.0.attn.c_attn.weight";
  const bytes = changed((tensors) => {
    tensors[name] = { shape: [72, 24], data: tensors[name]!.data };
  });
  throws(() => modelFromFiles(a.config, bytes, "bad.safetensors"), {
    name: "RangeError",
    message:
      'Cannot read bad.safetensors as tensor "transformer.h.0.attn.c_attn.weight" has shape [72,24] where the config asks for [24,72]',
  });
});

Deno.test("modelFromFiles() refuses the config of another model", () => {
  throws(
    () => modelFromFiles({ ...a.config, n_layer: 3 }, a.bytes, "a"),
    /no tensor "transformer\.h\.2\./,
  );
  throws(
    () => modelFromFiles({ ...a.config, vocab_size: 60 }, a.bytes, "a"),
    /\[61,24\].*\[60,24\]/,
  );
  throws(
    () => modelFromFiles({ ...a.config, tie_word_embeddings: false }, a.bytes, "a"),
    /no tensor "lm_head\.weight"/,
  );
});

Deno.test("modelFromFiles() and filesFromModel() leave no tensor behind", async () => {
  await noLeaks(() => disposeTree(modelFromFiles(a.config, a.bytes, "a").weights));
  const model = smallModel();
  await noLeaks(() => filesFromModel(model));
});

Deno.test("modelFromFiles() leaves no tensor behind where it fails", async () => {
  const bytes = changed((tensors) => delete tensors["transformer.ln_f.bias"]);
  await noLeaks(() => throws(() => modelFromFiles(a.config, bytes, "bad"), RangeError));
});
