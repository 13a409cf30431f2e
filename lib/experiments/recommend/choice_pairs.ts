import { fold, type Key, type Pair, permutation } from "../../base/mod.ts";
import type { Choice } from "./choices.ts";

/** Options for {@linkcode choicePairs}. */
export interface ChoicePairsOptions {
  /** Rejected answers of each pair, drawn from the other candidates; all of them without this. */
  readonly negatives?: number;
  /** What the draws come from. */
  readonly key: Key;
}

/**
 * Choices as preferences: the prompt names what was liked, the chosen answer what came next, the rejected ones are other
 * candidates, drawn without replacement. Fewer of them are the first of more: K = 1 sees a part of what K = 7 sees.
 *
 * @throws {RangeError} If a choice has fewer other candidates than are asked for.
 *
 * @example
 * ```ts
 * import { choicePairs } from "@fastslow/fastslow/experiments";
 * import { key } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const choice = { history: ["Can", "Neu!"], chosen: "Faust", others: ["Cher"] };
 * deepEqual(choicePairs([choice], { key: key(0) }), [
 *   { prompt: "Liked: Can, Neu!. Next:", chosen: " Faust", rejected: [" Cher"], row: 0 },
 * ]);
 * ```
 */
export function choicePairs(
  choices: readonly Choice[],
  { negatives, key }: ChoicePairsOptions,
): (Pair & { readonly row: number })[] {
  return choices.map(({ history, chosen, others }, row) => {
    const count = negatives ?? others.length;
    if (!(count >= 1 && count <= others.length)) {
      throw new RangeError(
        `Cannot draw ${count} rejected answers as row ${
          row + 1
        } has ${others.length} other candidates: ask for 1 to as many`,
      );
    }
    const drawn = permutation(fold(key, row), others.length).slice(0, count);
    return {
      prompt: `Liked: ${history.join(", ")}. Next:`,
      chosen: ` ${chosen}`,
      rejected: Array.from(drawn, (i) => ` ${others[i]}`),
      row,
    };
  });
}
