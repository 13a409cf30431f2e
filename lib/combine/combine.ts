import {
  type Adapter,
  type LoraConfig,
  loraScales,
  type LoraTargets,
  modulePath,
} from "../adapter/mod.ts";
import { disposeTree, type Matrix, type Tensors } from "../base/mod.ts";
import { delta } from "./delta.ts";
import type { CombineMode, Part } from "./mode.ts";
import { requireCombinable } from "./require_combinable.ts";

/** Options for {@linkcode combine}. */
export interface CombineOptions {
  /** How the factors of a map are combined. @default {delta()} */
  readonly mode?: CombineMode;
  /** Names of the adapters, for errors. @default Their places, from 1. */
  readonly names?: readonly string[];
}

/**
 * Combines LoRA modules to one: COFS-DPO's last step ({@link https://arxiv.org/abs/2406.05534 | Qi et al.}), which joins the
 * fast modules of several domains. The default, {@linkcode delta}, is the exact ΔW = Σ λ_i ΔW_i.
 *
 * All scaling, also that of rsLoRA, is folded into the factors: the result has alpha = rank, whose scale is 1. Where ranks
 * differ from map to map, patterns of the result say so.
 *
 * @param adapters Modules of one base with the same targets and patterns, at least one.
 * @param weights λ, one a module, finite, not all 0.
 * @param options Mode, and names for errors.
 * @returns An adapter that the caller owns; its rank is what the mode makes it.
 * @throws {RangeError} If weights and adapters do not match, or two adapters do not go together; names both.
 *
 * @example The mean of two modules
 * ```ts
 * import { combine, initAdapter, key, parseConfig } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const model = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 50 });
 * const lora = { rank: 2, alpha: 4, targets: ["c_attn"], rankStabilised: false };
 * const [first, second] = [initAdapter(model, lora, key(0)), initAdapter(model, lora, key(1))];
 * const { config } = await combine([first, second], [0.5, 0.5]);
 * deepEqual(config, { rank: 4, alpha: 4, targets: ["c_attn"], rankStabilised: false });
 * ```
 */
export async function combine(
  adapters: readonly Adapter[],
  weights: readonly number[],
  { mode = delta(), names = adapters.map((_, i) => `adapter ${i + 1}`) }: CombineOptions = {},
): Promise<Adapter> {
  requireCombinable(adapters, weights, { mode, names });
  const scales = adapters.map(({ config }) => loraScales(config));
  const combined: Tensors = {};
  try {
    for (const [index, map] of mapsOf(adapters[0]!).entries()) {
      const { A, B } = await mode.merge(partsOf(map, adapters, { weights, scales }), index);
      combined[`${map}.lora_A`] = A;
      combined[`${map}.lora_B`] = B;
    }
  } catch (error) {
    disposeTree(combined);
    throw error;
  }
  return { config: unscaled(combined, adapters[0]!.config.targets), weights: combined };
}

/** Settings under which every map's scale is 1. */
function unscaled(weights: Tensors, targets: LoraTargets): LoraConfig {
  const ranks = mapsOf({ weights }).map((map) =>
    [map, weights[`${map}.lora_A`]!.shape[0]!] as const
  );
  const rank = ranks[0]![1];
  const others = ranks.filter(([, other]) => other !== rank);
  const pattern = Object.fromEntries(others.map(([map, other]) => [modulePath(map), other]));
  return {
    rank,
    alpha: rank,
    targets: typeof targets === "string" ? targets : [...targets],
    rankStabilised: false,
    ...(others.length > 0 && { rankPattern: pattern, alphaPattern: pattern }),
  };
}

/** Names of the affine maps that an adapter changes, in its order. */
export function mapsOf({ weights }: Pick<Adapter, "weights">): string[] {
  return Object.keys(weights)
    .filter((name) => name.endsWith(".lora_A"))
    .map((name) => name.slice(0, -".lora_A".length));
}

/** What each module brings besides its factors. */
interface Shares {
  readonly weights: readonly number[];
  readonly scales: readonly ((map: string) => number)[];
}

function partsOf(
  map: string,
  adapters: readonly Adapter[],
  { weights, scales }: Shares,
): Part[] {
  return adapters.map(({ weights: factors }, i) => ({
    A: factors[`${map}.lora_A`] as Matrix,
    B: factors[`${map}.lora_B`] as Matrix,
    scale: scales[i]!(map),
    weight: weights[i]!,
  }));
}
