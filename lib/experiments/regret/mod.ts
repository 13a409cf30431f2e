/** The regret experiment: what online preference optimisation pays where that can be checked. */
export { onlineRegretClaims } from "./claims.ts";
export { ONLINE_REGRET_METHODS, onlineRegretMethod, type RegretMethod } from "./learners.ts";
export {
  onlineRegret,
  type OnlineRegretOptions,
  type OnlineRegretResult,
} from "./online_regret.ts";
export { ONLINE_REGRET_PRESETS, type RegretSizes } from "./sizes.ts";
