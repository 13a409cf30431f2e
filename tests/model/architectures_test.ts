import { deepEqual, equal, throws } from "node:assert/strict";
import { type ConfigJson, formatConfig, parseConfig } from "../../lib/model/mod.ts";

const SHAPE = {
  vocab_size: 37,
  hidden_size: 64,
  intermediate_size: 96,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  max_position_embeddings: 32,
};
const LLAMA = { ...SHAPE, model_type: "llama" };
const NEOX = { ...SHAPE, model_type: "gpt_neox" };
const QWEN = { ...SHAPE, model_type: "qwen2", num_attention_heads: 32 };

/** Angles of the pairs at position 1, `[width / 2]`. */
function angles(json: ConfigJson): readonly number[] {
  return parseConfig(json).rotary!.frequencies;
}

Deno.test("parseConfig() takes the defaults of transformers where a config leaves fields out", () => {
  const mistral = parseConfig({ ...SHAPE, model_type: "mistral" });
  deepEqual([mistral.window, mistral.kvHeads], [4096, 8]);
  const open = parseConfig({ ...SHAPE, model_type: "mistral", sliding_window: null });
  equal(open.window, undefined);
  equal(parseConfig({ ...QWEN, hidden_size: 128, num_attention_heads: 64 }).kvHeads, 32);
  equal(parseConfig({ ...QWEN, model_type: "qwen3" }).headWidth, 128);
  equal(parseConfig(LLAMA).kvHeads, 8);
  deepEqual([LLAMA, NEOX, QWEN].map((json) => parseConfig(json).tied), [false, false, false]);
});

Deno.test("parseConfig() keeps the config as it was, without what it fills in", () => {
  for (const model_type of ["mistral", "qwen2", "qwen3"]) {
    const json = { ...QWEN, model_type };
    equal(parseConfig(json).source, json);
  }
});

Deno.test("parseConfig() reads settings of rotary embeddings in their older and newer places alike", () => {
  const older = { ...LLAMA, rope_theta: 500, rope_scaling: { type: "linear", factor: 4 } };
  const newer = { rope_parameters: { rope_type: "linear", rope_theta: 500, factor: 4 } };
  equal(angles(older)[0], 1 / 4);
  deepEqual(angles({ ...LLAMA, ...newer }), angles(older));
  deepEqual(angles({ ...LLAMA, rope_scaling: {}, ...newer }), angles(older));
  deepEqual(
    angles({ ...LLAMA, rope_theta: 500, rope_scaling: null }),
    angles({ ...LLAMA, rope_parameters: { rope_theta: 500 } }),
  );
});

Deno.test("parseConfig() reads GPT-NeoX's own names before the common ones", () => {
  const own = { ...NEOX, rotary_pct: 0.5, rotary_emb_base: 500 };
  equal(parseConfig(own).rotary!.width, 4);
  deepEqual(
    angles({ ...own, partial_rotary_factor: 1, rope_theta: 9 }),
    angles({ ...NEOX, rope_parameters: { partial_rotary_factor: 0.5, rope_theta: 500 } }),
  );
  equal(parseConfig({ ...NEOX, num_attention_heads: 4 }).rotary!.width, 4);
});

const REFUSED: readonly [why: string, json: ConfigJson, message: RegExp][] = [
  [
    "a quantised model",
    { ...LLAMA, quantization_config: { bits: 4 } },
    /has a quantization_config/,
  ],
  ["an ε in words", { ...LLAMA, rms_norm_eps: "small" }, /rms_norm_eps must be > 0: .* "small"$/],
  ["an ε of 0", { ...NEOX, layer_norm_eps: 0 }, /layer_norm_eps must be > 0: current value is 0$/],
  ["a base in words", { ...LLAMA, rope_theta: "big" }, /rope_theta must be > 0: .* "big"$/],
  ["a negative base", { ...LLAMA, rope_parameters: { rope_theta: -1 } }, /rope_theta must be > 0/],
  ["scaling in one word", { ...LLAMA, rope_scaling: "linear" }, /rope_scaling must be an object/],
  ["unknown scaling", { ...LLAMA, rope_scaling: { type: "yarn" } }, /rope_type "yarn" is not one/],
  ["scaling without a factor", { ...LLAMA, rope_scaling: { type: "linear" } }, /factor of rope_sc/],
  [
    "settings by kind of layer",
    { ...LLAMA, rope_parameters: { full_attention: { rope_theta: 500 } } },
    /settings of its own for "full_attention"/,
  ],
  [
    "heads turned in part",
    { ...LLAMA, partial_rotary_factor: 0.5 },
    /partial_rotary_factor is 0.5/,
  ],
  [
    "heads turned in part, said in the newer place",
    { ...LLAMA, rope_parameters: { partial_rotary_factor: 0.5 } },
    /partial_rotary_factor is 0.5/,
  ],
  ["more than a head turned", { ...NEOX, rotary_pct: 1.5 }, /partial_rotary_factor must be ≤ 1/],
  ["nothing turned", { ...NEOX, rotary_pct: 0.1 }, /width must be even and > 0: .* is 0$/],
  ["windows by layer", { ...QWEN, layer_types: ["sliding_attention"] }, /layer_types is \["slid/],
  ["windows", { ...QWEN, model_type: "qwen3", use_sliding_window: true }, /use_sliding_window is/],
  ["too many layers", { ...LLAMA, num_hidden_layers: 1e12 }, /num_hidden_layers must be ≤ 10000:/],
  ["too wide heads", { ...LLAMA, head_dim: 2 ** 40 }, /head_dim must be ≤ 16777216:/],
];

for (const [why, json, message] of REFUSED) {
  Deno.test(`parseConfig() refuses ${why}`, () => {
    throws(() => parseConfig(json), { name: "RangeError", message });
  });
}

Deno.test("formatConfig() refuses to write what was read from no file", () => {
  const { source: _, ...config } = parseConfig(LLAMA);
  throws(() => formatConfig(config), {
    name: "RangeError",
    message: /^Cannot write the config of a llama as it is written as its file had it/,
  });
});
