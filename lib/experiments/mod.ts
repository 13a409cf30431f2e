/**
 * Room `experiments`.
 *
 * Takes models, judges, data, settings. Gives the stories that reports tell: every method on the same streams, seed by
 * seed, with measurements and claims; trains judges. Passes files to rooms `data` and `train`. Draws no chart.
 *
 * @module
 */
export * from "./cross_domain/mod.ts";
export * from "./in_domain/mod.ts";
export * from "./judge/mod.ts";
export * from "./recommend/mod.ts";
export * from "./regret/mod.ts";
export * from "./online/mod.ts";
export * from "./summaries/mod.ts";
export type { KeptResults } from "./kept_results.ts";
export { CORPORA, type Corpus } from "./corpora.ts";
export { cleanReview, readReviews, REVIEW_FILES } from "./review_texts.ts";
