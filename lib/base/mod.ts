/**
 * Room `base`.
 *
 * Takes nothing. Gives the names that every room shares: tensors, trees, types, seeded randomness.
 * Touches no file, no clock, no network.
 *
 * @module
 */
export * from "./plus.ts";
export * from "./random.ts";
export * from "./scalar.ts";
export * from "./tensor.ts";
export * from "./tree.ts";
export * from "./value_and_gradients.ts";
export * from "./with_gradient.ts";
export type * from "./types.ts";
