/** Preferences between answers of the policy that learns from them. */
import { fold, type Key, key as keyOf } from "../../base/mod.ts";
import type { JudgeAnswers, SampleAnswers } from "./judged_answers.ts";
import { judgedRound, type OnlineRound } from "./judged_round.ts";
import { bestAgainstWorst, type Pairing } from "./pairings.ts";
import { ageOf, requireRounds } from "./rounds.ts";

/** Options for {@linkcode onlinePairs}. */
export interface OnlineOptions<Policy> {
  /** Prompts of each round; the stream ends with them. */
  readonly prompts: Iterable<readonly Int32Array[]> | AsyncIterable<readonly Int32Array[]>;
  /** The policy as it is now; asked once every `staleness` rounds, and for the first round after those done. */
  readonly policy: () => Policy | Promise<Policy>;
  /** Makes a sampler of a policy. */
  readonly sample: (policy: Policy) => SampleAnswers;
  /** Grades answers. */
  readonly judge: JudgeAnswers;
  /** Gives a policy back that is sampled no more. @default {nothing} */
  readonly release?: (policy: Policy) => void;
  /** Answers to each prompt. @default {2} */
  readonly answers?: number;
  /** Makes preferences of the grades of a prompt's answers. @default {bestAgainstWorst} */
  readonly pairing?: Pairing;
  /** Rounds that a policy is sampled in before it is asked for anew: 1 is on-policy, Infinity samples the first one alone. @default {1} */
  readonly staleness?: number;
  /** Random stream of samples and labels. @default {seed 0} */
  readonly key?: Key;
  /** Rounds that were learnt from before: their prompts are passed over, and the next round is what it would have been. @default {0} */
  readonly done?: number;
}

/**
 * Preferences that arrive while the policy learns from them (online AI feedback, OAIF; Guo et al., 2024): in each round
 * the current policy answers each prompt several times, a judge grades the answers, and the best is preferred over the
 * worst. Ties are dropped and counted.
 *
 * A round is made when it is asked for. Who learns from one round before asking for the next is on-policy; `trainOnline`
 * does.
 *
 * @throws {RangeError} If there are fewer than two answers a prompt, `staleness` is not a whole number ≥ 1 or Infinity, a
 * round has no prompt, or sampler or judge give another number of answers or grades, an empty answer, or a grade that is
 * not finite.
 *
 * @example A policy of one number, which says it or one more
 * ```ts
 * import { onlinePairs } from "@fastslow/fastslow";
 * import { uniform } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * let policy = 10;
 * const rounds = onlinePairs({
 *   prompts: [[Int32Array.of(1)], [Int32Array.of(1)]],
 *   policy: () => policy,
 *   sample: (now) => (prompts, key) =>
 *     Promise.resolve(Array.from(uniform(key, prompts.length), (u) => Int32Array.of(now + Math.round(u)))),
 *   judge: (_prompts, answers) => answers.map(([word]) => word!), // larger is better
 *   answers: 8,
 * });
 * const chosen = [];
 * for await (const { pairs } of rounds) {
 *   policy = pairs[0]!.chosen[0]!; // learns
 *   chosen.push(policy);
 * }
 * deepEqual(chosen, [11, 12]);
 * ```
 */
export async function* onlinePairs<Policy>(
  options: OnlineOptions<Policy>,
): AsyncGenerator<OnlineRound, void> {
  const { prompts: rounds, policy, sample, judge, release = () => {} } = options;
  const { answers = 2, pairing = bestAgainstWorst, staleness = 1, key = keyOf(0), done = 0 } =
    options;
  requireRounds(staleness, answers);
  let held: { readonly policy: Policy } | undefined;
  let [round, row] = [0, 0];
  try {
    for await (const prompts of rounds) {
      if (round < done) {
        round++;
        row += prompts.length;
        continue;
      }
      const age = ageOf(round, staleness);
      if (age === 0 && held) {
        const { policy: old } = held;
        held = undefined;
        release(old);
      }
      held ??= { policy: await policy() };
      const made = await judgedRound(prompts, {
        sample: sample(held.policy),
        judge,
        answers,
        pairing,
        key: fold(key, round),
        row,
      });
      yield { ...made, age };
      round++;
      row += prompts.length;
    }
  } finally {
    if (held) release(held.policy);
  }
}
