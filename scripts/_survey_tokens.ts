/** What the rows of a data set become in tokens. */
import type { EncodedPair } from "../lib/base/mod.ts";
import { countLengths, type LengthCounter, type SourcedPair } from "../lib/data/mod.ts";
import { boundaryMerges, encodePairs, type Tokenizer } from "../lib/tokens/mod.ts";

/** What `task train` would make of the rows. */
export interface TokenSurvey {
  /** Longest row, in tokens. */
  readonly maxLength: number;
  /** Rows that it would learn from. */
  readonly kept: number;
  /** Rows that it would leave out. */
  readonly dropped: { readonly empty: number; readonly identical: number };
  /** Rows longer than `maxLength`. */
  readonly tooLong: number;
  /** What it would cut of them. */
  readonly cut: { readonly prompts: number; readonly answers: number };
  /** Rows in which an answer would merge into its prompt, if both were encoded as one text. */
  readonly boundaryMerges: number;
  /** The first rows that it would learn from. */
  readonly samples: readonly EncodedPair[];
}

const SAMPLES = 3;
/** Longer than any row: nothing is cut. */
const WHOLE = 2 ** 30;

/** Takes pairs one by one and encodes them as `task train` does. */
export function surveyTokens(tokenizer: Tokenizer, maxLength: number) {
  const lengths: LengthCounter = countLengths();
  const dropped = { empty: 0, identical: 0 };
  const cut = { prompts: 0, answers: 0 };
  const samples: EncodedPair[] = [];
  let [kept, tooLong, merges] = [0, 0, 0];
  return {
    lengths,
    add: (row: SourcedPair) => {
      merges += boundaryMerges([row], tokenizer);
      const whole = encodePairs([row], tokenizer, { maxLength: WHOLE });
      const length = whole.pairs.reduce((_, pair) => lengthOf(pair), 0);
      if (whole.pairs.length > 0) lengths.add(length);
      tooLong += Number(length > maxLength);
      const fitted = length > maxLength ? encodePairs([row], tokenizer, { maxLength }) : whole;
      kept += fitted.pairs.length;
      dropped.empty += fitted.dropped.empty;
      dropped.identical += fitted.dropped.identical + fitted.dropped.identicalWhenCut;
      cut.prompts += fitted.truncated.prompts;
      cut.answers += fitted.truncated.completions;
      if (samples.length < SAMPLES) samples.push(...fitted.pairs);
    },
    survey: (): TokenSurvey => ({
      maxLength,
      kept,
      dropped,
      tooLong,
      cut,
      boundaryMerges: merges,
      samples,
    }),
  };
}

/** The prompt and the longest answer, which is what a row is cut by. */
function lengthOf({ prompt, chosen, rejected }: EncodedPair): number {
  return prompt.length + Math.max(chosen.length, ...rejected.map(({ length }) => length));
}
