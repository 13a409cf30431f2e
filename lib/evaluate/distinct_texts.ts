import type { EncodedPair } from "../base/mod.ts";

/** The different texts of some pairs, and where each pair's answers are among them. */
export interface DistinctTexts {
  /** Token ids of the prompts. */
  readonly prompts: readonly Int32Array[];
  /** Token ids of one answer a prompt. */
  readonly answers: readonly Int32Array[];
  /** Place of each pair's chosen answer, `[pairs]`. */
  readonly chosen: readonly number[];
  /** Place of each pair's first rejected answer, `[pairs]`. */
  readonly rejected: readonly number[];
}

/** Finds the texts that pairs share. */
export function distinctTexts(pairs: readonly EncodedPair[]): DistinctTexts {
  const known = new Map<string, number>();
  const prompts: Int32Array[] = [];
  const answers: Int32Array[] = [];
  const placeOf = (prompt: Int32Array, answer: Int32Array) => {
    const name = `${prompt.join()} ${answer.join()}`;
    const place = known.get(name);
    if (place !== undefined) return place;
    known.set(name, prompts.length);
    prompts.push(prompt);
    return answers.push(answer) - 1;
  };
  return {
    prompts,
    answers,
    chosen: pairs.map((pair) => placeOf(pair.prompt, pair.chosen)),
    rejected: pairs.map((pair) => placeOf(pair.prompt, pair.rejected[0]!)),
  };
}
