/**
 * Room `optim`.
 *
 * Takes gradients, a state, parameters, all trees. Gives updates and the next state. Knows no model and no loss.
 * Touches no file.
 *
 * @module
 */
export { type AdamOptions, adamw, type AdamwOptions, addDecay, scaleByAdam } from "./adamw.ts";
export { chain } from "./chain.ts";
export { clipByNorm, globalNorm } from "./clip_by_norm.ts";
export { elastic, type ElasticState } from "./elastic.ts";
export { applyUpdates, type Optimiser, type Rate } from "./optimiser.ts";
export { rmsprop, type RmspropOptions } from "./rmsprop.ts";
export { scale, scaleByRate } from "./scale.ts";
export { sgd, type SgdOptions, trace } from "./sgd.ts";
export { warmupCosine, type WarmupCosineOptions } from "./warmup_cosine.ts";
export { warmupStableDecay, type WarmupStableDecayOptions } from "./warmup_stable_decay.ts";
