/** What the rows of a data set tell about it, as `data` gives it. */
export { countLengths, type LengthBin, type LengthCounter } from "./count_lengths.ts";
export * from "./survey_pairs.ts";
