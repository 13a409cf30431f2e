/** Intervals over seeds, prompts and pairs; the room's `mod.ts` hands them on. */
export { bootstrapInterval, type BootstrapOptions } from "./bootstrap_interval.ts";
export { clusteredInterval, sharedPromptsInterval } from "./clustered_interval.ts";
export { type IntervalOptions, type MeanInterval, meanInterval } from "./mean_interval.ts";
export { pairedInterval } from "./paired_interval.ts";
