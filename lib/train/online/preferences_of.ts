import type { EncodedPair } from "../../base/mod.ts";
import type { Paired } from "./pairings.ts";

/** Several answers to one prompt with their grades. */
export interface GradedGroup {
  /** Token ids of the prompt. */
  readonly prompt: Int32Array;
  /** Token ids of each answer. */
  readonly answers: readonly Int32Array[];
  /** Grade of each answer. */
  readonly grades: ArrayLike<number>;
}

/**
 * Preferences between answers as pairs, with their grades as scores. An answer whose text is the chosen one's is rejected
 * by nobody: where no other is left, the preference is a tie.
 *
 * @param row Number that the pairs carry as their source.
 * @returns The pairs, and the ties with those that the grades made.
 */
export function preferencesOf(
  { prompt, answers, grades }: GradedGroup,
  { preferences, ties }: Paired,
  row: number,
): { readonly pairs: EncodedPair[]; readonly ties: number } {
  const pairs = preferences.flatMap(([best, ...others]): EncodedPair[] => {
    const text = answers[best]!.join();
    const rejected = others.filter((other) => answers[other]!.join() !== text);
    if (rejected.length === 0) return [];
    return [{
      prompt,
      chosen: answers[best]!,
      rejected: rejected.map((other) => answers[other]!),
      row,
      scores: { chosen: grades[best]!, rejected: rejected.map((other) => grades[other]!) },
    }];
  });
  return { pairs, ties: ties + preferences.length - pairs.length };
}
