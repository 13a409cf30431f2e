/**
 * Room `chase`.
 *
 * Takes a base loss. Gives the losses of the fast and the slow module, the swap of roles, and both together as one
 * objective: OFS. Knows no model and no optimiser. Touches no file.
 *
 * @module
 */
export { type ChaseLosses, chaseLosses, type ChaseOptions } from "./chase_losses.ts";
export { detached } from "./detached.ts";
export {
  fastSlow,
  type FastSlowOptions,
  type Rates,
  ratesFollowRoles,
  ratesStay,
} from "./fast_slow.ts";
export { gap, type GapOptions } from "./gap.ts";
export { assignRoles, initRoles, nextRoles, type Roles } from "./roles.ts";
