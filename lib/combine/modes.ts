import { cat } from "./cat.ts";
import type { DareOptions } from "./dare.ts";
import { dareLinear } from "./dare_linear.ts";
import { dareTies, type DareTiesOptions } from "./dare_ties.ts";
import { delta } from "./delta.ts";
import { factor } from "./factor.ts";
import { linear } from "./linear.ts";
import { magnitudePrune, type MagnitudePruneOptions } from "./magnitude_prune.ts";
import type { CombineMode } from "./mode.ts";
import { svd, type SvdOptions } from "./svd.ts";
import { ties, type TiesOptions } from "./ties.ts";

/** The modes by the names that the command line and PEFT give them. */
export interface CombineModes {
  /** Exact Σ λ_i ΔW_i: ranks add up. */
  readonly delta: () => CombineMode;
  /** The nearest update of a given rank. */
  readonly svd: (options?: SvdOptions) => CombineMode;
  /** LoRAHub's sums of factors. */
  readonly factor: () => CombineMode;
  /** PEFT's sums of factors. */
  readonly linear: () => CombineMode;
  /** Exact Σ λ_i ΔW_i in PEFT's layout. */
  readonly cat: () => CombineMode;
  /** TIES on factors. */
  readonly ties: (options?: TiesOptions) => CombineMode;
  /** DARE on factors. */
  readonly dare_linear: (options: DareOptions) => CombineMode;
  /** DARE with the election of TIES on factors. */
  readonly dare_ties: (options: DareTiesOptions) => CombineMode;
  /** Sums of the largest numbers of factors. */
  readonly magnitude_prune: (options?: MagnitudePruneOptions) => CombineMode;
}

/**
 * Every way to combine adapters, by name. A soup is `delta` with the weights that `soup` gives; task arithmetic is `delta`.
 *
 * @example
 * ```ts
 * import { combineModes } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * equal(combineModes.svd({ rank: 4 }).name, "svd");
 * ```
 */
export const combineModes: CombineModes = {
  delta,
  svd,
  factor,
  linear,
  cat,
  ties,
  dare_linear: dareLinear,
  dare_ties: dareTies,
  magnitude_prune: magnitudePrune,
};

export { cat, dareLinear, dareTies, delta, factor, linear, magnitudePrune, svd, ties };
export type { DareOptions, DareTiesOptions, MagnitudePruneOptions, SvdOptions, TiesOptions };
