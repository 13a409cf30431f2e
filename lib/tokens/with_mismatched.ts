import type { EncodedPair } from "../base/types.ts";

/**
 * Gives each pair another pair's answer as its last rejected one: of the next pair with another prompt, the first coming after
 * the last; in turn its chosen and its first rejected one, so that both kinds are seen as often. KTO estimates KL(π‖ref) from
 * such mismatched pairs.
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
 * const mismatched = withMismatched(pairs, 8);
 * deepEqual(mismatched[0]!.rejected, [ids(21), ids(12)]); // the other's chosen answer
 * deepEqual(mismatched[1]!.rejected, [ids(22), ids(21)]); // the other's rejected answer
 * ```
 */
export function withMismatched(pairs: readonly EncodedPair[], context: number): EncodedPair[] {
  const prompts = pairs.map(({ prompt }) => prompt.join());
  return pairs.map((pair, at) => {
    const steps = prompts.findIndex((_, i) => prompts[(at + i) % pairs.length] !== prompts[at]);
    if (steps < 0) {
      throw new RangeError(
        `Cannot mismatch pairs as there must be two prompts or more: ${
          pairs.length === 1 ? "the only pair has one" : `all ${pairs.length} pairs have the same`
        }`,
      );
    }
    const mate = pairs[(at + steps) % pairs.length]!;
    const answer = at % 2 === 0 ? mate.chosen : mate.rejected[0]!;
    const room = Math.max(1, context - pair.prompt.length);
    const { scores } = pair;
    return {
      ...pair,
      rejected: [...pair.rejected, answer.subarray(0, room)],
      // Of no use to anyone, but lists stay as long as each other, and a repeated score passes wherever its own does.
      ...(scores && {
        scores: { ...scores, rejected: [...scores.rejected, scores.rejected.at(-1)!] },
      }),
    };
  });
}
