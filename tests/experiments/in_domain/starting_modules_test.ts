import { deepEqual, notDeepEqual } from "node:assert/strict";
import { tf } from "../../../lib/base/mod.ts";
import { startingModules } from "../../../lib/experiments/in_domain/mod.ts";
import { LORA, model } from "./_world.ts";

/** The first factor A of each module. */
async function factors(names: readonly string[], seed: number): Promise<Float32Array[]> {
  const modules = startingModules(model, names, LORA, seed);
  const read = await Promise.all(
    names.map((name) => modules[name]!["h.0.attn.c_attn.lora_A"]!.data<"float32">()),
  );
  tf.dispose(modules);
  return read;
}

Deno.test("startingModules() gives modules of independent A", async () => {
  const [fast, slow] = await factors(["fast", "slow"], 0);
  notDeepEqual(fast, slow);
});

Deno.test("startingModules() starts the first module alike for all methods of a seed, and for no other seed", async () => {
  const [[fast], [policy], [other]] = await Promise.all([
    factors(["fast", "slow"], 3),
    factors(["policy"], 3),
    factors(["policy"], 4),
  ]);
  deepEqual(fast, policy);
  notDeepEqual(fast, other);
});
