import { requirePaired } from "./numbers.ts";

/** How often answers beat the reference's. */
export interface WinRate {
  /** Share of strict wins plus half of the ties, in [0, 1]. */
  readonly rate: number;
  /** Prompts whose answer has the higher reward. */
  readonly wins: number;
  /** Prompts whose answers have equal rewards. */
  readonly ties: number;
  /** Prompts whose answer has the lower reward. */
  readonly losses: number;
  /** Prompts in all. */
  readonly n: number;
}

/**
 * Win rate against a reference, prompt by prompt: the share of strictly higher rewards plus half of the ties, so that
 * swapping the sides gives 1 − rate.
 *
 * @param rewards Rewards of the answers, one a prompt, `[prompts]`.
 * @param referenceRewards Rewards of the reference's answers to the same prompts, `[prompts]`.
 * @throws {RangeError} If the lists are empty or of different lengths, or a reward is not finite.
 *
 * @example
 * ```ts
 * import { winRate } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(winRate([2, 1, 0, 5], [1, 1, 1, 1]), { rate: 0.625, wins: 2, ties: 1, losses: 1, n: 4 });
 * ```
 */
export function winRate(
  rewards: ArrayLike<number>,
  referenceRewards: ArrayLike<number>,
): WinRate {
  requirePaired("compute the win rate", ["rewards", "referenceRewards"], [
    rewards,
    referenceRewards,
  ]);
  const n = rewards.length;
  let [wins, ties] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (rewards[i]! > referenceRewards[i]!) wins++;
    else if (rewards[i] === referenceRewards[i]) ties++;
  }
  return { rate: (wins + ties / 2) / n, wins, ties, losses: n - wins - ties, n };
}
