import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { disposeTree, key } from "../../lib/base/mod.ts";
import { initAdapter, loraBank, loraScale } from "../../lib/adapter/mod.ts";
import { noLeaks } from "../_support.ts";
import { scoresOf, smallModel } from "../model/_models.ts";
import { SMALL } from "./_adapters.ts";

const model = smallModel();

Deno.test("initAdapter() changes nothing yet", async () => {
  const { weights, config } = initAdapter(model.config, SMALL, key(1));
  const bank = loraBank([weights], loraScale(config));
  deepEqual(await scoresOf(model, [[1, 2, 3]], bank), await scoresOf(model, [[1, 2, 3]]));
});

Deno.test("initAdapter() starts A uniform on ±1/√in and B at zero, in PEFT's layouts", async () => {
  const { weights } = initAdapter(model.config, { ...SMALL, rank: 200 }, key(2));
  const [A, B] = [weights["h.0.attn.c_attn.lora_A"]!, weights["h.0.attn.c_attn.lora_B"]!];
  deepEqual([A.shape, B.shape], [[200, 8], [24, 200]]);
  const numbers = [...await A.data()];
  const bound = 1 / Math.sqrt(8);
  ok(numbers.every((x) => Math.abs(x) <= bound));
  const variance = numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length;
  ok(Math.abs(variance / (bound ** 2 / 3) - 1) < 0.1);
  ok((await B.data()).every((x) => x === 0));
});

Deno.test("initAdapter() gives the same A for the same key, and independent ones otherwise", async () => {
  const start = async (seed: number, layer = 0) => {
    const { weights } = initAdapter(model.config, SMALL, key(seed));
    return await weights[`h.${layer}.attn.c_attn.lora_A`]!.data();
  };
  deepEqual(await start(3), await start(3));
  notDeepEqual(await start(3), await start(4));
  notDeepEqual(await start(3, 0), await start(3, 1));
});

Deno.test("initAdapter() refuses a rank below 1 and an alpha that is not positive", () => {
  for (const rank of [0, -1, 1.5]) {
    for (const change of [{ rank }, { rankPattern: { c_attn: rank } }]) {
      throws(() => initAdapter(model.config, { ...SMALL, ...change }, key(0)), {
        name: "RangeError",
        message: `Cannot make a LoRA module as rank must be ≥ 1: current value is ${rank}`,
      });
    }
  }
  for (const alpha of [0, -2, NaN]) {
    for (const change of [{ alpha }, { alphaPattern: { c_attn: alpha } }]) {
      throws(() => initAdapter(model.config, { ...SMALL, ...change }, key(0)), {
        name: "RangeError",
        message: `Cannot make a LoRA module as alpha must be > 0: current value is ${alpha}`,
      });
    }
  }
});

Deno.test("initAdapter() gives each map the rank that the pattern says", () => {
  const config = { ...SMALL, targets: "all-linear", rankPattern: { "1.mlp.c_fc": 5, c_proj: 1 } };
  const { weights } = initAdapter(model.config, config, key(0));
  for (const [name, { shape }] of Object.entries(weights)) {
    const rank = name.startsWith("h.1.mlp.c_fc") ? 5 : name.includes("c_proj") ? 1 : 2;
    equal(shape[name.endsWith("lora_A") ? 0 : 1], rank, name);
  }
  disposeTree(weights);
});

Deno.test("initAdapter() leaves no tensor behind but its factors", async () => {
  await noLeaks(() => disposeTree(initAdapter(model.config, SMALL, key(0)).weights));
});
