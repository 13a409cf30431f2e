import type { EncodedPair } from "../base/types.ts";

/**
 * Gives each pair another pair's chosen answer as its last rejected one: that of the next pair with another prompt, the first
 * coming after the last. KTO estimates KL(π‖ref) from such mismatched pairs.
 *
 * @param context Most tokens of prompt and answer; a longer answer is cut.
 * @throws {RangeError} If all pairs have the same prompt.
 *
 * @example
 * ```ts
 * import { withMismatched } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const ids = (...ids: number[]) => Int32Array.from(ids);
 * const pairs = [1, 2].map((id, row) =>
 *   ({ row, prompt: ids(id), chosen: ids(10 + id), rejected: [ids(20 + id)] })
 * );
 * deepEqual(withMismatched(pairs, 8)[1]!.rejected, [ids(22), ids(11)]);
 * ```
 */
export function withMismatched(pairs: readonly EncodedPair[], context: number): EncodedPair[] {
  const prompts = pairs.map(({ prompt }) => prompt.join());
  return pairs.map((pair, at) => {
    const steps = prompts.findIndex((_, i) => prompts[(at + i) % pairs.length] !== prompts[at]);
    if (steps < 0) {
      throw new RangeError(
        `Cannot mismatch pairs as there must be two prompts or more: all ${pairs.length} pairs have the same`,
      );
    }
    const { chosen } = pairs[(at + steps) % pairs.length]!;
    const room = Math.max(1, context - pair.prompt.length);
    const { scores } = pair;
    return {
      ...pair,
      rejected: [...pair.rejected, chosen.subarray(0, room)],
      // Of no use to anyone, but lists stay as long as each other.
      ...(scores && { scores: { ...scores, rejected: [...scores.rejected, 0] } }),
    };
  });
}
