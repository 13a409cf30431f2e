/** Settings of a LoRA module. */
import { byPattern } from "./by_pattern.ts";

/**
 * Which affine maps are adapted, in PEFT's three forms of `target_modules`: names, matched at the end of a map's path;
 * a regular expression for the whole path, such as `.*\.h\.[01]\.attn\.c_attn`; or `"all-linear"`, every map but the head.
 */
export type LoraTargets = readonly string[] | string;

/** Whether a value is names or an expression. */
export function isLoraTargets(value: unknown): value is LoraTargets {
  if (typeof value === "string") return true;
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

/** Settings of a LoRA module (Hu et al., 2021). */
export interface LoraConfig {
  /** Rank r of the update. */
  readonly rank: number;
  /** Numerator α of the scaling. */
  readonly alpha: number;
  /** The affine maps that are adapted. */
  readonly targets: LoraTargets;
  /** Whether the update is scaled by α/√r (rsLoRA, Kalajdzievski, 2023) instead of α/r. */
  readonly rankStabilised: boolean;
  /** Ranks of single maps, by a regular expression for the end of their path; the first that matches counts. */
  readonly rankPattern?: Readonly<Record<string, number>>;
  /** Numerators of single maps, in the same way. */
  readonly alphaPattern?: Readonly<Record<string, number>>;
}

/** What the product of a module's factors is multiplied with: one number for all maps, or one a map, by its name. */
export type LoraScale = number | ((map: string) => number);

/**
 * What the product of the factors is multiplied with where no pattern says otherwise: α/r, or α/√r for rsLoRA.
 *
 * @example
 * ```ts
 * import { loraScale } from "@fastslow/fastslow/adapter";
 * import { equal } from "node:assert/strict";
 *
 * const config = { rank: 16, alpha: 32, targets: ["c_attn"], rankStabilised: false };
 * equal(loraScale(config), 2);
 * equal(loraScale({ ...config, rankStabilised: true }), 8);
 * ```
 */
export function loraScale(
  { rank, alpha, rankStabilised }: Pick<LoraConfig, "rank" | "alpha" | "rankStabilised">,
): number {
  return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
}

/**
 * {@linkcode loraScale} of each map, by its own rank and α.
 *
 * @returns From the name of a map to its scale.
 * @throws {RangeError} If a pattern has a key that is no expression which Python and JavaScript share.
 *
 * @example
 * ```ts
 * import { loraScales } from "@fastslow/fastslow/adapter";
 * import { equal } from "node:assert/strict";
 *
 * const config = { rank: 4, alpha: 8, targets: ["c_attn", "c_fc"], rankStabilised: true };
 * const scaleOf = loraScales({ ...config, rankPattern: { c_fc: 16 }, alphaPattern: { "0.mlp.c_fc": 4 } });
 * equal(scaleOf("h.0.attn.c_attn"), 4);
 * equal(scaleOf("h.0.mlp.c_fc"), 1);
 * equal(scaleOf("h.1.mlp.c_fc"), 2);
 * ```
 */
export function loraScales(config: LoraConfig): (map: string) => number {
  const { rankStabilised } = config;
  const rankOf = loraRanks(config);
  const alphaOf = byPattern(config.alphaPattern, config.alpha);
  return (map) => loraScale({ rank: rankOf(map), alpha: alphaOf(map), rankStabilised });
}

/**
 * The rank of each map.
 *
 * @returns From the name of a map to its rank.
 * @throws {RangeError} If the pattern has a key that is no expression which Python and JavaScript share.
 *
 * @example
 * ```ts
 * import { loraRanks } from "@fastslow/fastslow/adapter";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rankOf = loraRanks({ rank: 4, rankPattern: { "mlp.c_proj": 2 } });
 * deepEqual(["h.0.attn.c_proj", "h.0.mlp.c_proj"].map(rankOf), [4, 2]);
 * ```
 */
export function loraRanks(
  { rank, rankPattern }: Pick<LoraConfig, "rank" | "rankPattern">,
): (map: string) => number {
  return byPattern(rankPattern, rank);
}
