import { fold, type Key, normal } from "../base/mod.ts";
import { rank, type Visit, type WeightSearch } from "./search_weights.ts";

/** Options for {@linkcode byEvolution}. */
export interface ByEvolutionOptions {
  /** Randomness. */
  readonly key: Key;
  /** Points that are looked at. @default {60} */
  readonly evaluations?: number;
  /** Weight of mean |λ| beside the loss. @default {0.05} */
  readonly penalty?: number;
  /** Standard deviation of the first changes. @default {0.3} */
  readonly spread?: number;
}

/**
 * Search without a gradient, as LoRAHub does ({@link https://arxiv.org/abs/2307.13269 | Huang et al., 2023}): the loss and
 * `penalty` times the mean |λ|, minimised by a (1 + 1) evolution strategy whose changes grow by success and shrink by
 * failure, so that one in five succeeds. LoRAHub searches a `box()`.
 *
 * @throws {RangeError} If `evaluations` is not a whole number ≥ 1, or `penalty` negative.
 */
export function byEvolution(
  { key, evaluations = 60, penalty = 0.05, spread = 0.3 }: ByEvolutionOptions,
): WeightSearch {
  requireOptions(evaluations, penalty);
  return async (loss, region) => {
    const visits: Visit[] = [];
    const costOf = async (weights: number[]) => {
      const visit = { weights, loss: await loss.at(weights) };
      visits.push(visit);
      return rank(visit.loss) +
        penalty * weights.reduce((sum, w) => sum + Math.abs(w), 0) / loss.count;
    };
    let parent = region.starts(loss.count)[0]!;
    let cost = await costOf(parent);
    let best = visits[0]!;
    let size = spread;
    for (let i = 1; i < evaluations; i++) {
      const change = normal(fold(key, i), loss.count);
      const child = region.project(parent.map((weight, j) => weight + size * change[j]!));
      const next = await costOf(child);
      const better = next < cost;
      if (better) [parent, cost, best] = [child, next, visits.at(-1)!];
      size *= better ? Math.exp(1 / 3) : Math.exp(-1 / 12);
    }
    return { ...best, visits };
  };
}

function requireOptions(evaluations: number, penalty: number) {
  if (!(Number.isInteger(evaluations) && evaluations >= 1)) {
    throw new RangeError(
      `Cannot search weights as evaluations must be a whole number ≥ 1: current value is ${evaluations}`,
    );
  }
  if (!(penalty >= 0)) {
    throw new RangeError(
      `Cannot search weights as penalty must be ≥ 0: current value is ${penalty}`,
    );
  }
}
