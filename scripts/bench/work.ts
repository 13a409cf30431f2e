/** What a case trains, and the work of each of its steps. */
import type { LoraConfig } from "../../lib/adapter/mod.ts";
import type { EncodedPair, Objective } from "../../lib/base/mod.ts";
import type { ModelConfig } from "../../lib/model/mod.ts";
import { sequenceLength } from "../../lib/tokens/mod.ts";
import { objectiveOf, rowsOfStep } from "../../lib/train/mod.ts";
import { stepFlops } from "./flops.ts";
import { independentModules } from "./independent_modules.ts";
import type { TrainCase, Work } from "./types.ts";

/** Shape of every module. */
export const LORA: LoraConfig = {
  rank: 16,
  alpha: 16,
  targets: ["c_attn"],
  rankStabilised: false,
};

/** What a case minimises. */
export function objectiveFor(
  { method, modules }: Pick<TrainCase, "method" | "modules">,
  beta: number,
): Objective {
  return modules === undefined
    ? objectiveOf(method, { beta })
    : independentModules(modules, { beta });
}

/** The work of each step; pairs are scored under the reference in the step that sees them first. */
export function workOf(
  { method, modules, batchSize, steps }: TrainCase,
  config: ModelConfig,
  pairs: readonly EncodedPair[],
): Work {
  const objective = objectiveFor({ method, ...(modules !== undefined && { modules }) }, 1);
  const scored = new Set<number>();
  const work = { pairs: [] as number[], tokens: [] as number[], flops: [] as number[] };
  for (let step = 0; step < steps; step++) {
    const indices = rowsOfStep({ rows: pairs.length, batchSize }, step);
    const mine = Array.from(indices, (index) => pairs[index]!);
    const reference = objective.needsReference && indices.some((index) => !scored.has(index));
    indices.forEach((index) => scored.add(index));
    work.pairs.push(mine.length);
    work.tokens.push(mine.reduce((sum, pair) => sum + sequenceLength(pair), 0));
    work.flops.push(
      stepFlops(config, LORA, mine, { modules: objective.modules.length, reference }),
    );
  }
  return work;
}
