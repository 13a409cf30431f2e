/** Softmax DPO on recommendations: K rejected candidates at once, measured by the hit ratio. */
export { apartByListener, type PartedChoices } from "./apart_by_listener.ts";
export { choicePairs, type ChoicePairsOptions } from "./choice_pairs.ts";
export { type Choice, choicesFrom } from "./choices.ts";
export { hitsAtOne } from "./hit_ratio.ts";
export { popularityHits } from "./popularity.ts";
export { recommend, type RecommendResult } from "./recommend.ts";
export { type RecommendClaimOptions, recommendClaims } from "./claims.ts";
export { RECOMMEND_RATES, RECOMMEND_TUNING_SEED, type RecommendTrial } from "./tuned_rate.ts";
export { RECOMMEND_SETTINGS } from "./settings.ts";
export type { RecommendOptions } from "./types.ts";
