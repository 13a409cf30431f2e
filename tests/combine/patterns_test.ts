import { deepEqual } from "node:assert/strict";
import { adapterFromFiles, filesFromAdapter, type LoraConfig } from "../../lib/adapter/mod.ts";
import { combine, delta, updateNorm } from "../../lib/combine/mod.ts";
import { assertClose } from "../_support.ts";
import { BASE, FAITHFUL, moduleOf, updateOf, weighted } from "./_modules.ts";

/** Ranks 2, 1 and 3, and a scale of its own for each map. */
const PATTERNS: Partial<LoraConfig> = {
  rankPattern: { "attn.c_proj": 1, "mlp.c_proj": 3 },
  alphaPattern: { "mlp.*": 5 },
  rankStabilised: true,
};
const modules = [1, 2].map((seed) => moduleOf(seed, PATTERNS));

for (const [name, mode] of Object.entries(FAITHFUL)) {
  if (name === "svd") continue; // asked for one rank, it gives it to every map
  Deno.test(`${name} keeps a single module whose ranks and scales differ from map to map`, async () => {
    const [module] = modules;
    const whole = await combine([module!], [1], { mode });
    assertClose(await updateOf(whole), await updateOf(module!), 1e-5);
  });
}

Deno.test("combine() by delta adds up updates and ranks map by map, and its config says so", async () => {
  const whole = await combine(modules, [0.7, -0.4], { mode: delta() });
  const updates = await Promise.all(modules.map(updateOf));
  const expected = weighted(updates, [0.7, -0.4]);
  assertClose(await updateOf(whole), expected, 1e-5);
  assertClose([await updateNorm(whole)], [Math.hypot(...expected)], 1e-5);
  const pattern = { "transformer.h.0.attn.c_proj": 2, "transformer.h.0.mlp.c_proj": 6 };
  deepEqual(whole.config, {
    rank: 4,
    alpha: 4,
    targets: ["c_attn", "c_proj"],
    rankStabilised: false,
    rankPattern: pattern,
    alphaPattern: pattern,
  });
  const { config, bytes } = await filesFromAdapter(whole);
  deepEqual(
    await updateOf(adapterFromFiles(config, bytes, BASE, "whole")),
    await updateOf(whole),
  );
});

Deno.test("updateNorm() takes each map's own scale", async () => {
  const update = await updateOf(modules[0]!);
  assertClose([await updateNorm(modules[0]!)], [Math.hypot(...update)], 1e-5);
});
