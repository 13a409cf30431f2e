import { deepEqual, equal, throws } from "node:assert/strict";
import { formatLoraConfig, loraScale, parseLoraConfig } from "../../lib/adapter/mod.ts";
import { adapterFiles, SMALL } from "./_adapters.ts";

const { config: peft } = await adapterFiles("all-rs");

Deno.test("loraScale() is α/r, and α/√r where it is rank-stabilised", () => {
  equal(loraScale({ ...SMALL, rank: 8, alpha: 4 }), 0.5);
  equal(loraScale({ ...SMALL, rank: 16, alpha: 4, rankStabilised: true }), 1);
});

Deno.test("parseLoraConfig() reads what PEFT wrote", () => {
  deepEqual(parseLoraConfig(peft, "config"), {
    rank: 3,
    alpha: 5,
    targets: ["c_attn", "c_fc", "c_proj"],
    rankStabilised: true,
  });
});

Deno.test("parseLoraConfig() undoes formatLoraConfig(), whose values PEFT would write", () => {
  const config = parseLoraConfig(peft, "config");
  const written = formatLoraConfig(config, "gpt2-a");
  deepEqual(parseLoraConfig(written, "config"), config);
  for (const [name, value] of Object.entries(written)) {
    deepEqual(value, peft[name], `field ${name}`);
  }
});

Deno.test("parseLoraConfig() takes what is named but not used", () => {
  const unused = { use_dora: false, rank_pattern: {}, bias: "none", modules_to_save: null };
  equal(parseLoraConfig({ ...peft, ...unused }, "config").rank, 3);
});

const REFUSED: readonly [why: string, change: Record<string, unknown>, message: string][] = [
  ["another method", { peft_type: "IA3" }, 'peft_type is "IA3": only "LORA" is known'],
  ["no method", { peft_type: undefined }, 'peft_type is undefined: only "LORA" is known'],
  ["DoRA", { use_dora: true }, "it uses use_dora, which is not supported"],
  ["a bias in LoRA", { lora_bias: true }, "it uses lora_bias, which is not supported"],
  ["trained biases", { bias: "lora_only" }, "it uses bias, which is not supported"],
  [
    "ranks by layer",
    { rank_pattern: { c_attn: 4 } },
    "it uses rank_pattern, which is not supported",
  ],
  ["alphas by layer", { alpha_pattern: { x: 1 } }, "it uses alpha_pattern, which is not supported"],
  [
    "chosen layers",
    { layers_to_transform: [0] },
    "it uses layers_to_transform, which is not supported",
  ],
  [
    "whole modules",
    { modules_to_save: ["wte"] },
    "it uses modules_to_save, which is not supported",
  ],
  ["a rank of 0", { r: 0 }, "r is 0"],
  ["a missing rank", { r: undefined }, "r is undefined"],
  ["a negative alpha", { lora_alpha: -1 }, "lora_alpha is -1"],
  ["an alpha in words", { lora_alpha: "16" }, 'lora_alpha is "16"'],
  [
    "targets as a pattern",
    { target_modules: ".*attn" },
    'target_modules is ".*attn": a list of names is known',
  ],
  [
    "targets that are no names",
    { target_modules: [1] },
    "target_modules is [1]: a list of names is known",
  ],
];

for (const [why, change, message] of REFUSED) {
  Deno.test(`parseLoraConfig() refuses ${why}`, () => {
    throws(() => parseLoraConfig({ ...peft, ...change }, "lora/adapter_config.json"), {
      name: "RangeError",
      message: `Cannot read lora/adapter_config.json as ${message}`,
    });
  });
}
