import { deepEqual, equal, throws } from "node:assert/strict";
import { initAdapter, targetMaps } from "../../lib/adapter/mod.ts";
import { key } from "../../lib/base/mod.ts";
import { linearMaps } from "../../lib/model/mod.ts";
import { fixtureModel } from "../model/_models.ts";
import { SMALL } from "./_adapters.ts";

const { config } = await fixtureModel("gpt2-a");
const by = (targets: string) => Object.keys(targetMaps(config, targets));
const named = (...targets: string[]) => Object.keys(targetMaps(config, targets));

Deno.test("targetMaps() matches names at the end of the path", () => {
  deepEqual(named("c_attn"), ["h.0.attn.c_attn", "h.1.attn.c_attn"]);
  deepEqual(named("mlp.c_proj"), ["h.0.mlp.c_proj", "h.1.mlp.c_proj"]);
  deepEqual(named("h.1.attn.c_proj"), ["h.1.attn.c_proj"]);
  deepEqual(named("transformer.h.1.attn.c_proj"), ["h.1.attn.c_proj"]);
  equal(named("c_proj", "c_attn", "c_fc").length, 8);
});

Deno.test("targetMaps() refuses a target that the model lacks", () => {
  for (const target of ["q_proj", "attn", "_attn", "", "embed", "all-linear"]) {
    throws(() => targetMaps(config, ["c_attn", target]), {
      name: "RangeError",
      message: `Cannot adapt "${target}" as the model has no such map: it has c_attn, c_proj, c_fc`,
    });
  }
  for (const target of ["wte", "transformer.wpe", "lm_head", "embed_tokens"]) {
    throws(() => targetMaps(config, ["c_attn", target]), {
      name: "RangeError",
      message:
        `Cannot adapt "${target}" as LoRA on embeddings and heads is not supported: the model's maps are c_attn, c_proj, c_fc`,
    });
  }
  throws(() => initAdapter(config, { ...SMALL, targets: ["q_proj"] }, key(0)), RangeError);
});

Deno.test("targetMaps() matches an expression with the whole path", () => {
  deepEqual(by(String.raw`.*\.c_attn`), ["h.0.attn.c_attn", "h.1.attn.c_attn"]);
  deepEqual(by(String.raw`transformer\.h\.1\.(attn\.c_attn|mlp\.c_fc)`), [
    "h.1.attn.c_attn",
    "h.1.mlp.c_fc",
  ]);
  deepEqual(by("transformer.h.0.attn.c_proj"), ["h.0.attn.c_proj"]);
});

Deno.test("targetMaps() refuses an expression that matches no whole path", () => {
  for (const expression of ["c_attn", "h.0.attn.c_attn", ".*q_proj", "transformer.*attn.c_"]) {
    throws(() => by(expression), {
      name: "RangeError",
      message:
        `Cannot adapt by "${expression}" as it matches the whole path of no map: one of them is "transformer.h.0.attn.c_attn"`,
    });
  }
});

Deno.test("targetMaps() refuses an expression that matches what is no map", () => {
  const strangers = {
    ".*": "lm_head",
    ".*c_.*|.*wte": "transformer.wte",
    ".*attn|.*c_fc": "transformer.h.0.attn",
    ".*(c_fc|ln_1)": "transformer.h.0.ln_1",
  };
  for (const [expression, stranger] of Object.entries(strangers)) {
    throws(() => by(expression), {
      name: "RangeError",
      message:
        `Cannot adapt by "${expression}" as it matches "${stranger}", too, which is none of the maps: end it in c_attn, c_proj, c_fc`,
    });
  }
});

Deno.test("targetMaps() takes all-linear, in any case, for every map", () => {
  for (const all of ["all-linear", "All-Linear"]) {
    deepEqual(targetMaps(config, all), linearMaps(config));
  }
});
