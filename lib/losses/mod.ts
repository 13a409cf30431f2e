/**
 * Room `losses`.
 *
 * Takes log-probabilities of answers under a policy and a reference. Gives one number per pair, and the metrics that
 * go with it. Knows no model. Touches no file.
 *
 * @module
 */
export * from "./family.ts";
export { lossSlope } from "./loss_slope.ts";
export { type LossProperties, makeLoss } from "./make_loss.ts";
export { margin, negLogSigmoid } from "./margin.ts";
export { needsOf } from "./needs.ts";
export { overNegatives } from "./negatives.ts";
export { logGap, type Offset, scoreGap, scoreRatio } from "./offsets.ts";
export { preferenceObjective } from "./preference_objective.ts";
export { requireBeta } from "./require_options.ts";
export { requireScores } from "./require_scores.ts";
export { preferred, rewardMetrics } from "./rewards.ts";
export { supervisedObjective } from "./supervised_objective.ts";
