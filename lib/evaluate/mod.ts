/**
 * Room `evaluate`.
 *
 * Takes texts, and numbers that were measured: rewards, log-probabilities, margins, by prompt, seed and domain.
 * Gives rates, divergences, calibration, forgetting, ROUGE, intervals, tables, and verdicts on claims. Trains no policy.
 * Randomness is a key that is passed in. Touches no file.
 *
 * @module
 */
export * from "./continual.ts";
export * from "./diagnosis.ts";
export { type DifferenceRow, differencesTo } from "./differences_to.ts";
export * from "./intervals.ts";
export * from "./kl_from_samples.ts";
export { mean } from "./numbers.ts";
export { pairAccuracy } from "./pair_accuracy.ts";
export * from "./rank_and_calibration.ts";
export type { ReliabilityBin } from "./reliability_table.ts";
export * from "./summary.ts";
export * from "./verdict.ts";
export { type WinRate, winRate } from "./win_rate.ts";
export * from "./score_pairs.ts";
export * from "./scorer.ts";
export * from "./binary_figures.ts";
export * from "./classifier_files.ts";
export * from "./judge.ts";
export * from "./text_classifier.ts";
export { plainWords, presentFeatures } from "./text_features.ts";
