import { deepEqual, throws } from "node:assert/strict";
import { type LoraTargets, parseLoraConfig } from "../../lib/adapter/mod.ts";
import { fixtureModel } from "../model/_models.ts";

const { config: model } = await fixtureModel("gpt2-a");

/** Targets of a config in which more stands than the names. */
function targetsOf(more: Record<string, unknown>): LoraTargets {
  const json = { peft_type: "LORA", r: 2, lora_alpha: 4, target_modules: ["c_attn", "mlp.c_proj"] };
  return parseLoraConfig({ ...json, ...more }, "config", { model }).targets;
}

const [A0, P0, A1, P1] = [0, 1].flatMap((layer) =>
  ["attn.c_attn", "mlp.c_proj"].map((map) => `transformer.h.${layer}.${map}`)
) as [string, string, string, string];

const CASES: readonly [more: Record<string, unknown>, left: readonly string[]][] = [
  [{ exclude_modules: ["c_attn"] }, [P0, P1]],
  [{ exclude_modules: ["h.0.attn.c_attn", P1] }, [P0, A1]],
  [{ exclude_modules: ["attn", "0"] }, [A0, P0, A1, P1]],
  [{ exclude_modules: String.raw`.*\.1\..*` }, [A0, P0]],
  [{ exclude_modules: "c_attn" }, [A0, P0, A1, P1]],
  [{ layers_to_transform: [1] }, [A1, P1]],
  [{ layers_to_transform: 0 }, [A0, P0]],
  [{ layers_to_transform: [0, 1, 7] }, [A0, P0, A1, P1]],
  [{ layers_to_transform: [1], layers_pattern: "h" }, [A1, P1]],
  [{ layers_to_transform: [1], layers_pattern: ["layers", "h"] }, [A1, P1]],
  [{ layers_to_transform: [1], layers_pattern: [], exclude_modules: ["c_attn"] }, [P1]],
  [{ target_modules: "all-linear", exclude_modules: ".*(c_fc|attn.c_proj)" }, [A0, P0, A1, P1]],
];

for (const [more, left] of CASES) {
  Deno.test(`parseLoraConfig() makes of ${JSON.stringify(more)} the maps that are left`, () => {
    deepEqual(targetsOf(more), left);
  });
}

Deno.test("parseLoraConfig() leaves targets in their form where nothing is taken away", () => {
  for (const nothing of [null, [], ""]) {
    const more = { exclude_modules: nothing, layers_to_transform: nothing, layers_pattern: "h" };
    deepEqual(targetsOf(more), ["c_attn", "mlp.c_proj"]);
    deepEqual(targetsOf({ ...more, target_modules: "all-linear" }), "all-linear");
  }
});

const REFUSED: readonly [more: Record<string, unknown>, message: RegExp][] = [
  [{ exclude_modules: ".*c_.*" }, /^Cannot read config as no map .* is left by exclude_modules$/],
  [{ layers_to_transform: [2] }, /as no map of the model is left by layers_to_transform$/],
  [{ layers_to_transform: 0, layers_pattern: "x" }, /left by layers_to_transform$/],
  [{ exclude_modules: [1] }, /as exclude_modules is \[1\]: a list of names or an expression/],
  [{ exclude_modules: "(?P<x>a)" }, /as exclude_modules is "\(\?P<x>a\)": .*both languages share/],
  [{ layers_to_transform: ["1"] }, /as layers_to_transform is \["1"\]: whole numbers are known$/],
  [{ layers_to_transform: 0, layers_pattern: "(" }, /as layers_pattern is "\(": JavaScript cannot/],
];

for (const [more, message] of REFUSED) {
  Deno.test(`parseLoraConfig() refuses ${JSON.stringify(more)}`, () => {
    throws(() => targetsOf(more), { name: "RangeError", message });
  });
}
