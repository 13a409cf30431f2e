import { rejects, throws } from "node:assert/strict";
import type { Adapter } from "../../lib/adapter/mod.ts";
import { key, tf } from "../../lib/base/mod.ts";
import {
  combine,
  type CombineMode,
  dareLinear,
  dareTies,
  factor,
  linear,
  magnitudePrune,
  svd,
  ties,
} from "../../lib/combine/mod.ts";
import { parseConfig } from "../../lib/model/mod.ts";
import { movedAdapter } from "../adapter/_adapters.ts";
import { noLeaks } from "../_support.ts";
import { moduleOf } from "./_modules.ts";

const [first, second, low] = [moduleOf(1), moduleOf(2), moduleOf(3, { rank: 1 })];
const names = ["runs/a", "runs/b"];

/** A module of a GPT-2 of another size. */
function stranger(change: Record<string, number>): Adapter {
  const json = { n_layer: 1, n_embd: 6, n_head: 2, n_inner: 5, n_positions: 8, vocab_size: 11 };
  const base = parseConfig({ model_type: "gpt2", ...json, ...change });
  return movedAdapter(base, first.config);
}

const WEIGHTS: readonly [weights: number[], why: string][] = [
  [[1], "each must have a weight: current count is 1"],
  [[1, 1, 1], "each must have a weight: current count is 3"],
  [[1, NaN], "weights must be finite: current value is NaN"],
  [[-Infinity, 1], "weights must be finite: current value is -Infinity"],
  [[0, -0], "a weight must not be 0: current values are 0, 0"],
];

for (const [weights, why] of WEIGHTS) {
  Deno.test(`combine() refuses the weights [${weights}]`, async () => {
    await rejects(combine([first, second], weights), {
      name: "RangeError",
      message: `Cannot combine 2 adapters as ${why}`,
    });
  });
}

Deno.test("combine() refuses no adapters, and names that are not one each", async () => {
  await rejects(combine([], []), {
    name: "RangeError",
    message: "Cannot combine 0 adapters as there must be at least one",
  });
  await rejects(combine([first, second], [1, 1], { names: ["x"] }), {
    name: "RangeError",
    message: "Cannot combine 2 adapters as each must have a name: current count is 1",
  });
});

const STRANGERS: readonly [what: string, other: Adapter, why: string][] = [
  [
    "other targets",
    moduleOf(2, { targets: ["c_attn"] }),
    "their targets must be the same: current values are c_attn, c_proj and c_attn",
  ],
  [
    "targets in another form",
    moduleOf(2, { targets: "all-linear" }),
    "their targets must be the same: current values are c_attn, c_proj and all-linear",
  ],
  [
    "other ranks by name",
    moduleOf(2, { rankPattern: { c_attn: 3 } }),
    'their rank patterns must be the same: current values are {} and {"c_attn":3}',
  ],
  [
    "other alphas by name",
    moduleOf(2, { alphaPattern: { "mlp.*": 3 } }),
    'their alpha patterns must be the same: current values are {} and {"mlp.*":3}',
  ],
  [
    "a deeper base",
    stranger({ n_layer: 2 }),
    'only one of them has "h.1.attn.c_attn.lora_A": they adapt different bases',
  ],
  [
    "a wider base",
    stranger({ n_embd: 8 }),
    '"h.0.attn.c_attn.lora_A" has shapes [2,6] and [2,8]: they adapt different bases',
  ],
  [
    "a base with another inner width",
    stranger({ n_inner: 7 }),
    '"h.0.mlp.c_proj.lora_A" has shapes [2,5] and [2,7]: they adapt different bases',
  ],
];

for (const [what, other, why] of STRANGERS) {
  Deno.test(`combine() refuses a module of ${what}, and names both`, async () => {
    await rejects(combine([first, other], [1, 1], { names }), {
      name: "RangeError",
      message: `Cannot combine runs/a and runs/b as ${why}`,
    });
    await rejects(combine([second, first, other], [1, 1, 1]), {
      name: "RangeError",
      message: `Cannot combine adapter 1 and adapter 3 as ${why}`,
    });
  });
}

Deno.test("combine() takes targets in another order for the same", async () => {
  const turned = moduleOf(2, { targets: ["c_proj", "c_attn"] });
  await combine([first, turned], [1, 1]);
});

const EQUAL: readonly CombineMode[] = [
  factor(),
  linear(),
  ties(),
  dareLinear({ key: key(0) }),
  dareTies({ key: key(0) }),
  magnitudePrune(),
];

for (const mode of EQUAL) {
  Deno.test(`combine() refuses unequal ranks for ${mode.name}`, async () => {
    await rejects(combine([first, low], [1, 1], { mode, names }), {
      name: "RangeError",
      message:
        `Cannot combine runs/a and runs/b as ${mode.name} needs equal ranks: current values are 2 and 1`,
    });
  });
}

const DENSE: Record<string, (density: number) => CombineMode> = {
  ties: (density) => ties({ density }),
  dare_linear: (density) => dareLinear({ density, key: key(0) }),
  dare_ties: (density) => dareTies({ density, key: key(0) }),
  magnitude_prune: (density) => magnitudePrune({ density }),
};

for (const [name, mode] of Object.entries(DENSE)) {
  Deno.test(`${name} refuses densities outside of (0, 1]`, () => {
    for (const density of [0, -0.1, 1.01, NaN, Infinity]) {
      throws(() => mode(density), {
        name: "RangeError",
        message:
          `Cannot combine by ${name} as density must be in (0, 1]: current value is ${density}`,
      });
    }
  });
}

Deno.test("combine() leaves no tensor behind where a map fails", async () => {
  let calls = 0;
  const failing: CombineMode = {
    name: "failing",
    equalRanks: false,
    merge: () => {
      if (++calls === 3) throw new RangeError("no");
      return { A: tf.ones([1, 6]), B: tf.ones([6, 1]) };
    },
  };
  await noLeaks(() => rejects(combine([first], [1], { mode: failing }), /no/));
  await noLeaks(() => rejects(combine([first], [1], { mode: svd({ rank: 3 }) }), RangeError));
});
