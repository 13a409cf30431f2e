/** Prints the metrics of a few small steps on the engine that is named; for a process of its own. */
import { ensureEngine } from "../../lib/engine/mod.ts";
import { adamw } from "../../lib/optim/mod.ts";
import { objectiveOf, train } from "../../lib/train/mod.ts";
import { LORA, timeless, tinyModel, tinyPairs } from "../train/_worlds.ts";

await ensureEngine({ engine: Deno.args[0] as "wasm", say: () => {} });
const lines: unknown[] = [];
for (const method of ["dpo", "ofs-dpo", "sft"]) {
  const { metrics } = await train({
    model: tinyModel(),
    pairs: tinyPairs(6),
    objective: objectiveOf(method, { chaseEvery: 2 }),
    optimiser: adamw({ rate: 1e-2 }),
    lora: LORA,
    batchSize: 6,
    steps: 4,
  });
  lines.push(...metrics.map(timeless).map(({ padded: _, ...rest }) => rest)); // engines pad differently
}
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(lines)));
