/**
 * Room `losses`.
 *
 * Takes log-probabilities of answers under a policy and a reference. Gives one number per pair, and the metrics that
 * go with it. Knows no model. Touches no file.
 *
 * @module
 */
export { cdpo, type CdpoOptions } from "./cdpo.ts";
export { dpo, type DpoOptions } from "./dpo.ts";
export { hinge, type HingeOptions } from "./hinge.ts";
export { ipo, type IpoOptions } from "./ipo.ts";
export { lossSlope } from "./loss_slope.ts";
export { makeLoss } from "./make_loss.ts";
export { margin, negLogSigmoid } from "./margin.ts";
export { preferenceObjective } from "./preference_objective.ts";
export { preferred, rewardMetrics } from "./rewards.ts";
export { supervisedObjective } from "./supervised_objective.ts";
