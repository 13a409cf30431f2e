/** The search for weights; the room's `mod.ts` hands it on. */
export { byEvolution, type ByEvolutionOptions } from "./by_evolution.ts";
export { byGradient, type ByGradientOptions } from "./by_gradient.ts";
export { byGrid, type ByGridOptions } from "./by_grid.ts";
export { type MemoryLoss, memoryLoss, type MemoryLossOptions } from "./memory_loss.ts";
export { box, type Region, simplex } from "./regions.ts";
export {
  type FoundWeights,
  searchWeights,
  type SearchWeightsOptions,
  type Visit,
  type WeightSearch,
} from "./search_weights.ts";
export type { WeightLoss, WeightSlope } from "./weight_loss.ts";
