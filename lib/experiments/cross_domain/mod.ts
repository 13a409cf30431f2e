/** The cross-domain experiment: domains one after the other, and what each method still knows of the earlier ones. */
export { type CrossClaimOptions, crossDomainClaims } from "./claims.ts";
export { crossDomain, type CrossDomainOptions, type CrossDomainResult } from "./cross_domain.ts";
export * from "./dialogue_domains.ts";
export * from "./dialogue_samples.ts";
export {
  type Measured,
  type Measures,
  REWARD_DOMAINS,
  REWARD_SCALE,
  type RewardDomain,
  rewardOf,
} from "./domain_rewards.ts";
export * from "./grid.ts";
export { fisherDiagonal, type FisherOptions } from "./fisher.ts";
export { CROSS_DOMAIN_METHODS, crossDomainMethod } from "./methods.ts";
export { CROSS_DOMAIN_PRESETS, type CrossPreset } from "./presets.ts";
export { reservoir } from "./reservoir.ts";
export { rewardWorlds, type WorldSizes, type WorldSource } from "./reward_worlds.ts";
export { CROSS_DOMAIN_SETTINGS, CROSS_TUNING, type CrossTuning } from "./tuned_settings.ts";
export { type CrossTrial, type CrossTuneOptions, tuneCrossDomain } from "./tune.ts";
export type * from "./types.ts";
