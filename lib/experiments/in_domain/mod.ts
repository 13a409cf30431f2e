/** The in-domain experiment: OFS-DPO against DPO and fair controls on one stream of preferences. */
export { type Round, roundsOf, roundTensors } from "./batches.ts";
export type { Claim } from "./claim.ts";
export { type ClaimOptions, inDomainClaims } from "./claims.ts";
export { lossesOf, offlineFit, type OfflineFitOptions } from "./comparators.ts";
export { evaluatePolicy, referencePoint } from "./evaluate_policy.ts";
export type * from "./evaluation.ts";
export { inDomain, type InDomainOptions, type InDomainResult } from "./in_domain.ts";
export { IN_DOMAIN_METHODS, type Method } from "./methods.ts";
export { type SentimentSizes, type SentimentSource, sentimentWorld } from "./sentiment_world.ts";
export { startingModules } from "./starting_modules.ts";
export type { Common, GradedPair, Recipe, Sampling, Settings, World } from "./types.ts";
export { type DialogueSizes, dialogueWorld } from "./dialogue_world.ts";
export { TRIALS, TUNED, TUNING_SEEDS, tuningGrid } from "./grid.ts";
export * from "./presets.ts";
export { type Edge, settingsAtEdge } from "./edges.ts";
export type { Trial } from "./trial.ts";
export { chosenSettings, tuneInDomain, type TuneOptions } from "./tune.ts";
export { TUNED_SETTINGS, TUNING, type Tuning } from "./tuned_settings.ts";
