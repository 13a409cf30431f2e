/**
 * Room `combine`.
 *
 * Takes LoRA modules of one base, a weight for each, and the way to combine them; or scores of them on held-out data.
 * Gives one LoRA module. Randomness is a key that is passed in. Touches no file. May not train, or dispose a module that
 * it was given.
 *
 * @module
 */
export { combine, type CombineOptions } from "./combine.ts";
export { byFrequency, byTotal, type Majority } from "./elect.ts";
export { type GreedySoup, greedySoup, type ScoreAdapter } from "./greedy_soup.ts";
export type { Combined, CombineMode, Factors, Part } from "./mode.ts";
export * from "./modes.ts";
export { soup } from "./soup.ts";
export { updateNorm } from "./update_norm.ts";
export * from "./searches.ts";
