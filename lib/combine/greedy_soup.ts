import type { Adapter } from "../adapter/mod.ts";
import { disposeTree } from "../base/mod.ts";
import { combine, type CombineOptions } from "./combine.ts";
import { delta } from "./delta.ts";
import { requireCombinable } from "./require_combinable.ts";
import { soup } from "./soup.ts";

/**
 * Scores an adapter on held-out data; higher is better. It must not dispose the adapter.
 *
 * @returns A finite number.
 */
export type ScoreAdapter = (adapter: Adapter) => number | Promise<number>;

/** What {@linkcode greedySoup} gives. */
export interface GreedySoup {
  /** The soup, which the caller owns. */
  readonly adapter: Adapter;
  /** Indices of the modules in it, best first. */
  readonly kept: readonly number[];
  /** Score of the soup. */
  readonly score: number;
}

/**
 * A greedy soup ({@link https://arxiv.org/abs/2203.05482 | Wortsman et al.}, Recipe 1): modules are sorted by their score
 * on held-out data, best first, and each is added to the mean where that does not lower the score of the mean.
 *
 * @param adapters Modules of one base with the same targets, at least one.
 * @param score Scores a module on held-out data; called once for each module and once for each soup.
 * @param options Mode in which means are taken, and names for errors.
 * @throws {RangeError} If a score is not finite, or two adapters do not go together; names both.
 *
 * @example A module that does harm stays out
 * ```ts
 * import type { Adapter } from "@fastslow/fastslow/adapter";
 * import { greedySoup } from "@fastslow/fastslow/combine";
 * import { type Matrix, tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const config = { rank: 1, alpha: 1, targets: ["map"], rankStabilised: false };
 * const adapters = [2, 1, -9].map((b) => ({
 *   config,
 *   weights: { "map.lora_A": tf.ones([1, 1]), "map.lora_B": tf.tensor2d([[b]]) },
 * }));
 * const nearness = async ({ weights }: Adapter) => {
 *   const [A, B] = Object.values(weights) as [Matrix, Matrix];
 *   const [update] = await tf.matMul(B, A).data();
 *   return -Math.abs(update! - 1.5);
 * };
 * deepEqual((await greedySoup(adapters, nearness)).kept, [0, 1]);
 * ```
 */
export async function greedySoup(
  adapters: readonly Adapter[],
  score: ScoreAdapter,
  { mode = delta(), names = adapters.map((_, i) => `adapter ${i + 1}`) }: CombineOptions = {},
): Promise<GreedySoup> {
  requireCombinable(adapters, soup(adapters.length), { mode, names });
  const stir = async (kept: readonly number[]): Promise<GreedySoup> => {
    const adapter = await combine(kept.map((i) => adapters[i]!), soup(kept.length), { mode });
    return { adapter, kept, score: await scoreOf(adapter, score).catch(dispose(adapter)) };
  };
  const [best, ...others] = await bestFirst(adapters, score);
  let served = await stir([best!]);
  for (const other of others) {
    const tried = await stir([...served.kept, other]).catch(dispose(served.adapter));
    const [better, worse] = tried.score >= served.score ? [tried, served] : [served, tried];
    disposeTree(worse.adapter.weights);
    served = better;
  }
  return served;
}

/** Indices of the modules by score, best first; of equal ones the first. */
async function bestFirst(adapters: readonly Adapter[], score: ScoreAdapter): Promise<number[]> {
  const scores: number[] = [];
  for (const adapter of adapters) scores.push(await scoreOf(adapter, score)); // one at a time: they share the engine
  return scores.map((_, i) => i).sort((i, j) => scores[j]! - scores[i]!);
}

async function scoreOf(adapter: Adapter, score: ScoreAdapter): Promise<number> {
  const value = await score(adapter);
  if (Number.isFinite(value)) return value;
  throw new RangeError(`Cannot make a soup as scores must be finite: current value is ${value}`);
}

/** What to do with an adapter that is of no use after a failure. */
function dispose({ weights }: Adapter): (error: unknown) => never {
  return (error) => {
    disposeTree(weights);
    throw error;
  };
}
