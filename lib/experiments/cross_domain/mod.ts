/** The cross-domain experiment: domains one after the other, and what each method still knows of the earlier ones. */
export { type CrossClaimOptions, crossDomainClaims } from "./claims.ts";
export { crossDomain, type CrossDomainOptions, type CrossDomainResult } from "./cross_domain.ts";
export { dialogueDomains, type DialogueSource } from "./dialogue_domains.ts";
export {
  type Measured,
  type Measures,
  REWARD_DOMAINS,
  REWARD_SCALE,
  type RewardDomain,
  rewardOf,
} from "./domain_rewards.ts";
export { fisherDiagonal, type FisherOptions } from "./fisher.ts";
export { CROSS_DOMAIN_METHODS, crossDomainMethod } from "./methods.ts";
export { CROSS_DOMAIN_PRESETS, CROSS_DOMAIN_SETTINGS, type CrossPreset } from "./presets.ts";
export { reservoir } from "./reservoir.ts";
export { rewardWorlds, type WorldSizes, type WorldSource } from "./reward_worlds.ts";
export type * from "./types.ts";
