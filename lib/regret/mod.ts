/**
 * Room `regret`.
 *
 * Takes losses, plain numbers: of what was played in each round of a stream, and of comparators on the same rounds.
 * Gives static and dynamic regret, its curves, its growth; and a world where it can be checked: log-linear policies, on
 * which DPO is convex, learners, the exact best point in hindsight, bounds. Holds no tensor. Touches no file.
 *
 * @module
 */
export { driftTest, type DriftTestOptions } from "./drift_test.ts";
export { type DynamicRegret, dynamicRegret } from "./dynamic_regret.ts";
export { logLogSlope, type LogLogSlopeOptions } from "./log_log_slope.ts";
export { pathLength } from "./path_length.ts";
export { type Regret, regret } from "./regret.ts";
export * from "./linear.ts";
export { type RegretTracker, regretTracker, type RegretTrackerOptions } from "./regret_tracker.ts";
export type { LossState, RegretState } from "./regret_state.ts";
export type { CompensatedSum } from "./compensated_sum.ts";
export type { StreamLosses } from "./stream_losses.ts";
export type { TrackedRegret } from "./tracked_regret.ts";
