import { deepEqual, equal, throws } from "node:assert/strict";
import { formatConfig, parseConfig } from "../../lib/model/mod.ts";
import { modelFiles } from "./_models.ts";

const GPT2 = {
  model_type: "gpt2",
  n_layer: 2,
  n_embd: 24,
  n_head: 3,
  n_positions: 48,
  vocab_size: 61,
};

Deno.test("parseConfig() reads what transformers wrote", async () => {
  const { config } = await modelFiles("gpt2-b");
  deepEqual(parseConfig(config), {
    family: "gpt2",
    layers: 3,
    width: 20,
    heads: 2,
    inner: 52,
    context: 40,
    vocab: 53,
    activation: "gelu_new",
    epsilon: 1e-5,
    tied: false,
  });
});

Deno.test("parseConfig() fills in what GPT-2 configs leave out", () => {
  const { inner, activation, epsilon, tied } = parseConfig(GPT2);
  deepEqual({ inner, activation, epsilon, tied }, {
    inner: 96,
    activation: "gelu_new",
    epsilon: 1e-5,
    tied: true,
  });
  equal(parseConfig({ ...GPT2, n_inner: null }).inner, 96);
});

Deno.test("parseConfig() knows activations by all their names", () => {
  const named = (name: string) => parseConfig({ ...GPT2, activation_function: name }).activation;
  equal(named("gelu_pytorch_tanh"), "gelu_new");
  equal(named("gelu_fast"), "gelu_new");
  equal(named("gelu"), "gelu");
  equal(named("gelu_python"), "gelu");
  equal(named("swish"), "silu");
  equal(named("relu"), "relu");
});

Deno.test("parseConfig() undoes formatConfig()", async () => {
  for (const name of ["gpt2-a", "gpt2-b", "gpt2-c"]) {
    const config = parseConfig((await modelFiles(name)).config);
    deepEqual(parseConfig(formatConfig(config)), config);
  }
});

const REFUSED: readonly [why: string, change: Record<string, unknown>, message: RegExp][] = [
  [
    "another family",
    { model_type: "bert" },
    /model_type "bert" is not one of: gpt2, gpt_neox, llama/,
  ],
  ["no family", { model_type: undefined }, /model_type undefined is not one of: gpt2, /],
  ["heads that do not divide the width", { n_head: 5 }, /n_embd 24 is not a multiple of n_head 5$/],
  ["no layers", { n_layer: 0 }, /n_layer must be a whole number > 0: current value is 0$/],
  ["half a layer", { n_layer: 1.5 }, /n_layer must be a whole number > 0: current value is 1.5$/],
  ["no context", { n_positions: undefined }, /n_positions must be .* value is undefined$/],
  ["a vocabulary in words", { vocab_size: "61" }, /vocab_size must be .* value is "61"$/],
  ["a negative width", { n_embd: -24 }, /n_embd must be .* value is -24$/],
  ["an inner width of 0", { n_inner: 0 }, /n_inner must be .* value is 0$/],
  ["another activation", { activation_function: "mish" }, /"mish" is not one of: gelu_new/],
  [
    "an activation that only JavaScript knows",
    { activation_function: "constructor" },
    /"constructor" is not one of: gelu_new/,
  ],
  [
    "unscaled attention",
    { scale_attn_weights: false },
    /scale_attn_weights is false, which is not supported/,
  ],
  [
    "scores scaled by layer",
    { scale_attn_by_inverse_layer_idx: true },
    /_layer_idx is true, which is not/,
  ],
  ["cross attention", { add_cross_attention: true }, /add_cross_attention is true, which is not/],
];

for (const [why, change, message] of REFUSED) {
  Deno.test(`parseConfig() refuses ${why}`, () => {
    throws(() => parseConfig({ ...GPT2, ...change }), { name: "RangeError", message });
    throws(
      () => parseConfig({ ...GPT2, ...change }),
      /^RangeError: Cannot read the model's config/,
    );
  });
}
