/**
 * Room `regret`.
 *
 * Takes losses, plain numbers: of what was played in each round of a stream, and of comparators on the same rounds.
 * Gives static and dynamic regret, its curves, its growth. Holds no tensor. Touches no file.
 *
 * @module
 */
export { type DynamicRegret, dynamicRegret } from "./dynamic_regret.ts";
export { logLogSlope, type LogLogSlopeOptions } from "./log_log_slope.ts";
export { pathLength } from "./path_length.ts";
export { type Regret, regret } from "./regret.ts";
export { type RegretTracker, regretTracker } from "./regret_tracker.ts";
export type { StreamLosses } from "./stream_losses.ts";
