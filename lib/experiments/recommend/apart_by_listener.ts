import type { Choice } from "./choices.ts";

/** Choices in two parts. */
export interface PartedChoices {
  /** Most listeners' choices. */
  readonly learnt: readonly Choice[];
  /** Those of every so many-th listener. */
  readonly apart: readonly Choice[];
}

/**
 * Sets the choices of one listener in so many apart, whole: a listener's choices stand one after the other, and each is in
 * the history of the next, so that choices that are set apart one by one would be told by their neighbours. Where a choice
 * goes on from the one before it, it is taken for the same listener's.
 *
 * @param every One listener of so many is set apart, the first one among them.
 * @throws {RangeError} If all choices seem to be one listener's.
 *
 * @example
 * ```ts
 * import { apartByListener } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const choice = (liked: string, chosen: string) => ({ history: [liked], chosen, others: ["Cher"] });
 * const [a, b, c] = [choice("Can", "Neu!"), choice("Neu!", "Faust"), choice("Abba", "Moby")];
 * deepEqual(apartByListener([a, b, c], 2), { learnt: [c], apart: [a, b] });
 * ```
 */
export function apartByListener(choices: readonly Choice[], every: number): PartedChoices {
  let listener = -1;
  const isApart = choices.map(({ history }, i) => {
    const goesOn = i > 0 && history.at(-1) === choices[i - 1]!.chosen;
    if (!goesOn) listener++;
    return listener % every === 0;
  });
  const [learnt, apart] = [false, true].map((part) =>
    choices.filter((_, i) => isApart[i] === part)
  );
  if (learnt!.length > 0) return { learnt: learnt!, apart: apart! };
  throw new RangeError(
    `Cannot set choices apart as they must be of two listeners or more: current count is ${
      listener + 1
    }`,
  );
}
