/** What modules paid on a domain whose wishes change, beside what could have been paid. */
import { type PreferenceLoss, tf } from "../../base/mod.ts";
import type { Model } from "../../model/mod.ts";
import { dynamicRegret, regret } from "../../regret/mod.ts";
import type { Round } from "../in_domain/batches.ts";
import { lossesOf } from "../in_domain/losses_of.ts";
import { offlineFit } from "../in_domain/offline_fit.ts";
import type { Common } from "../in_domain/types.ts";

/** Stretches of the stream that the moving comparator is fitted to, one after the other. */
const STRETCHES = 4;

/** What comparators are fitted with. */
export interface ComparatorOptions extends Pick<Common, "lora"> {
  /** The frozen base. */
  readonly model: Model;
  /** The base loss. */
  readonly loss: PreferenceLoss;
  /** Learning rate. */
  readonly lr: number;
  /** Seed of starts and orders. */
  readonly seed: number;
  /** Id that fills short rows. */
  readonly padId: number;
}

/** Losses of comparators, each on every round, in nats. */
export interface DriftComparators {
  /** Fitted to the whole stream. */
  readonly whole: readonly number[];
  /** On each stretch, the one that was fitted to it. */
  readonly moving: readonly number[];
}

/** Fits the comparators: one to all rounds, and one to each quarter of them. */
export async function driftComparators(
  rounds: readonly Round[],
  { model, ...options }: ComparatorOptions,
): Promise<DriftComparators> {
  const fitted = async (some: readonly Round[]) => {
    const adapter = await offlineFit(model, some, options);
    const losses = await lossesOf(model, adapter, some, options.loss);
    tf.dispose(adapter.weights);
    return losses;
  };
  const size = Math.ceil(rounds.length / STRETCHES);
  const moving: number[] = [];
  for (let start = 0; start < rounds.length; start += size) {
    moving.push(...await fitted(rounds.slice(start, start + size)));
  }
  return { whole: await fitted(rounds), moving };
}

/**
 * Regret per round of what was played, against the best that stays and against one that moves. Comparators are fitted, so
 * both are lower bounds of the regret against the best there is.
 */
export function driftRegret(
  played: readonly number[],
  { whole, moving }: DriftComparators,
): Record<"static_regret" | "dynamic_regret", number> {
  const rounds = played.length;
  const comparators = { whole, reference: played.map(() => Math.LN2) };
  return {
    static_regret: regret({ played, comparators }).total / rounds,
    dynamic_regret: dynamicRegret(played, moving).total / rounds,
  };
}
