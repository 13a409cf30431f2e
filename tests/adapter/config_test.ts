import { deepEqual, equal, throws } from "node:assert/strict";
import {
  formatLoraConfig,
  loraRanks,
  loraScale,
  loraScales,
  parseLoraConfig,
} from "../../lib/adapter/mod.ts";
import { adapterFiles, SMALL } from "./_adapters.ts";

const { config: peft } = await adapterFiles("all-rs");

Deno.test("loraScale() is α/r, and α/√r where it is rank-stabilised", () => {
  equal(loraScale({ ...SMALL, rank: 8, alpha: 4 }), 0.5);
  equal(loraScale({ ...SMALL, rank: 16, alpha: 4, rankStabilised: true }), 1);
});

Deno.test("loraScales() takes each map's own rank and α, and the config's where no key matches", () => {
  const config = {
    ...SMALL,
    rank: 4,
    alpha: 8,
    rankPattern: { "h.1.mlp.c_fc": 16, c_fc: 1 },
    alphaPattern: { "mlp.*": 2 },
  };
  const maps = ["h.0.attn.c_attn", "h.0.mlp.c_fc", "h.1.mlp.c_fc", "h.1.mlp.c_proj"];
  deepEqual(maps.map(loraRanks(config)), [4, 1, 16, 4]);
  deepEqual(maps.map(loraScales(config)), [2, 2, 2 / 16, 2 / 4]);
  deepEqual(maps.map(loraScales({ ...config, rankStabilised: true })), [4, 2, 2 / 4, 2 / 2]);
});

Deno.test("loraScales() without patterns is loraScale() for every map", () => {
  for (const rankStabilised of [false, true]) {
    const config = { ...SMALL, rank: 3, alpha: 5, rankStabilised };
    equal(loraScales(config)("any.map"), loraScale(config));
  }
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

Deno.test("a config without patterns is written and held as it always was", () => {
  const written = formatLoraConfig(SMALL, null);
  equal("rank_pattern" in written || "alpha_pattern" in written, false);
  deepEqual(Object.keys(parseLoraConfig(written, "config")), Object.keys(SMALL));
});

Deno.test("parseLoraConfig() undoes formatLoraConfig() for patterns, their order, and every form of targets", () => {
  const patterns = { rankPattern: { c_proj: 3, c_attn: 1 }, alphaPattern: { ".*attn.*": 0.5 } };
  for (const targets of [["c_attn"], "all-linear", String.raw`.*\.c_(attn|fc)`]) {
    const config = { ...SMALL, ...patterns, targets };
    const read = parseLoraConfig(formatLoraConfig(config, "base"), "config");
    deepEqual(read, config);
    deepEqual(Object.keys(read.rankPattern!), ["c_proj", "c_attn"]);
  }
});

Deno.test("parseLoraConfig() takes what is named but not used", () => {
  const unused = {
    ...{
      use_dora: false,
      rank_pattern: {},
      bias: "none",
      modules_to_save: null,
      lora_dropout: 0.1,
    },
    ...{ layers_to_transform: [], exclude_modules: null, init_lora_weights: "orthogonal" },
    ...{
      velora_config: { scale: 1 },
      eva_config: { rho: 2 },
      a_later_number: 16,
      a_later_word: "x",
    },
  };
  equal(parseLoraConfig({ ...peft, ...unused }, "config").rank, 3);
});

const MERGE = "merge it into its model with PEFT (merge_and_unload) and load that model";
const RETRAIN = "train an adapter without it";

const FEATURES: readonly [change: Record<string, unknown>, cure: string][] = [
  [{ use_dora: true }, MERGE],
  [{ lora_bias: true }, MERGE],
  [{ bias: "lora_only" }, MERGE],
  [{ bias: "all" }, MERGE],
  [{ modules_to_save: ["wte"] }, MERGE],
  [{ trainable_token_indices: [1] }, MERGE],
  [{ target_parameters: ["experts.up"] }, MERGE],
  [{ layer_replication: [[0, 2]] }, MERGE],
  [{ kasa_config: { rank: 1 } }, MERGE],
  [{ use_bdlora: { nblocks: 2 } }, MERGE],
  [{ use_qalora: true }, RETRAIN],
  [{ alora_invocation_tokens: [5] }, RETRAIN],
  [{ monteclora_config: { num_samples: 8 } }, RETRAIN],
  [{ arrow_config: { top_k: 3 } }, RETRAIN],
  [{ a_later_switch: true }, MERGE],
  [{ a_later_config: { strength: 2 } }, MERGE],
];

for (const [change, cure] of FEATURES) {
  Deno.test(`parseLoraConfig() refuses ${JSON.stringify(change)}, and says what to do`, () => {
    throws(() => parseLoraConfig({ ...peft, ...change }, "lora/adapter_config.json"), {
      name: "RangeError",
      message: `Cannot read lora/adapter_config.json as it uses ${
        Object.keys(change)[0]
      }, which is not supported: ${cure}`,
    });
  });
}

Deno.test("parseLoraConfig() lets starts through that leave the base as it is", () => {
  for (const start of ["gaussian", "eva", "orthogonal", "mica", true, false]) {
    equal(parseLoraConfig({ ...peft, init_lora_weights: start }, "config").rank, peft.r);
  }
});

Deno.test("parseLoraConfig() refuses starts that change the base, and those that a later PEFT may have", () => {
  for (const start of ["pissa", "pissa_niter_16", "olora", "corda", "loftq", "lora_ga", "new"]) {
    throws(() => parseLoraConfig({ ...peft, init_lora_weights: start }, "config"), {
      name: "RangeError",
      message:
        `Cannot read config as it uses init_lora_weights "${start}", which is not supported: ` +
        "it changes the base; save it with PEFT's path_initial_model_for_weight_conversion, as a plain adapter",
    });
  }
});

Deno.test("parseLoraConfig() refuses a file that holds no object", () => {
  throws(() => parseLoraConfig(JSON.parse("null"), "lora/adapter_config.json"), {
    name: "RangeError",
    message: "Cannot read lora/adapter_config.json as it is not a JSON object",
  });
});

const FORMS = 'a list of names, an expression or "all-linear" is known';
const SYNTAX = "write it in the syntax that both languages share, or list names";
const REFUSED: readonly [why: string, change: Record<string, unknown>, message: string][] = [
  ["another method", { peft_type: "IA3" }, 'peft_type is "IA3": only "LORA" is known'],
  ["no method", { peft_type: undefined }, 'peft_type is undefined: only "LORA" is known'],
  ["a rank of 0", { r: 0 }, "r is 0"],
  ["a missing rank", { r: undefined }, "r is undefined"],
  ["a negative alpha", { lora_alpha: -1 }, "lora_alpha is -1"],
  ["an alpha in words", { lora_alpha: "16" }, 'lora_alpha is "16"'],
  ["targets that are no names", { target_modules: [1] }, `target_modules is [1]: ${FORMS}`],
  [
    "what takes maps away of a model that it does not know",
    { exclude_modules: ["c_proj"] },
    "it uses exclude_modules, of which only a model tells what is left",
  ],
  ["no targets", { target_modules: null }, `target_modules is null: ${FORMS}`],
  [
    "an expression of Python's alone",
    { target_modules: String.raw`.*attn\Z` },
    String.raw`target_modules is ".*attn\\Z": JavaScript cannot compile it (invalid escape): ` +
    SYNTAX,
  ],
  ["ranks in a list", { rank_pattern: [4] }, "rank_pattern is [4]: values by name are known"],
  ["a rank of 0 by name", { rank_pattern: { c_attn: 0 } }, 'rank_pattern has "c_attn": 0'],
  ["half a rank by name", { rank_pattern: { c_fc: 1.5 } }, 'rank_pattern has "c_fc": 1.5'],
  ["an alpha in words by name", { alpha_pattern: { x: "1" } }, 'alpha_pattern has "x": "1"'],
  [
    "a key of Python's alone",
    { alpha_pattern: { "(?P<a>x)": 1 } },
    `alpha_pattern has "(?P<a>x)": "(?P" does not mean the same in Python and JavaScript: ${SYNTAX}`,
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
