/** Regret that can be checked: all that concerns log-linear policies; the room's `mod.ts` hands it on. */
export { adaGrad, type AdaGradOptions } from "./ada_grad.ts";
export { adaGradBound } from "./ada_grad_bound.ts";
export { adamStep, type AdamStepOptions } from "./adam_step.ts";
export { atRate, type BallOptions, type Geometry, ogdRate } from "./at_rate.ts";
export { averaged, emaWeight, polyakWeight } from "./averaged.ts";
export { bestInHindsight, type Hindsight, type HindsightOptions } from "./best_in_hindsight.ts";
export {
  type Chase,
  chaseLearner,
  type ChaseLearnerOptions,
  chaseSlopes,
} from "./chase_learner.ts";
export { descent, type DescentOptions } from "./descent.ts";
export {
  type DescentRun,
  fixedRateBound,
  movingBound,
  type MovingBoundOptions,
} from "./descent_bound.ts";
export type { Learner, MakeStep, Move, RoundRate } from "./learner.ts";
export { type Answers, type LogLinear, logLinear, type LogLinearOptions } from "./log_linear.ts";
export { ogdBound } from "./ogd_bound.ts";
export { type Played, playStream } from "./play_stream.ts";
export {
  bradleyTerry,
  type LabelLaw,
  noiseless,
  preferenceStream,
  type PreferenceStreamOptions,
  type Truth,
  unitLength,
} from "./preference_stream.ts";
export { changing, drifting, randomPoint, steady } from "./truths.ts";
