/** What is tried for each method across domains: one budget for all. */
import type { ContinualSettings } from "./types.ts";

/** Trials of each tuned method. */
export const CROSS_TRIALS = 6;
/** Seed of the domains that settings are chosen on; it is not reported. */
export const CROSS_TUNING_SEED = 1001;

const DEFAULTS: ContinualSettings = {
  lr: 0.008,
  alpha: 0.1,
  slowRatio: 0.3,
  every: 10,
  emaDecay: 0.9,
  replayShare: 0.5,
  ewcStrength: 100,
};

/** Every choice of one setting with every choice of another. */
function crossed<A extends keyof ContinualSettings, B extends keyof ContinualSettings>(
  [first, ones]: readonly [A, readonly number[]],
  [second, others]: readonly [B, readonly number[]],
): ContinualSettings[] {
  return ones.flatMap((one) =>
    others.map((other) => ({ ...DEFAULTS, [first]: one, [second]: other }))
  );
}

const byRate = () => [1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2, 3.2e-2].map((lr) => ({ ...DEFAULTS, lr }));
const byChase = () => crossed(["lr", [4e-3, 8e-3, 1.6e-2]], ["alpha", [0.1, 0.3]]);

const GRIDS: Readonly<Record<string, () => readonly ContinualSettings[]>> = {
  "cofs-dpo": byChase,
  "average": byChase,
  "oracle": byChase,
  "seq-ofs": byChase,
  "codpo": byRate,
  "average-dpo": byRate,
  "seq-dpo": byRate,
  "seq-polyak": byRate,
  "joint": byRate,
  "replay": () => crossed(["lr", [4e-3, 8e-3, 1.6e-2]], ["replayShare", [0.5, 1]]),
  "ewc": () => crossed(["lr", [8e-3, 1.6e-2]], ["ewcStrength", [10, 100, 1000]]),
};

/** Names of the methods that are tuned across domains; all others take the settings of one of these. */
export const CROSS_TUNED: readonly string[] = Object.keys(GRIDS);

/**
 * The trials of a method, {@linkcode CROSS_TRIALS} of them.
 *
 * @throws {RangeError} If the method is not tuned.
 *
 * @example
 * ```ts
 * import { CROSS_TRIALS, crossTuningGrid } from "@fastslow/fastslow/experiments";
 * import { equal } from "node:assert/strict";
 *
 * equal(crossTuningGrid("ewc").length, CROSS_TRIALS);
 * equal(new Set(crossTuningGrid("ewc").map(({ ewcStrength }) => ewcStrength)).size, 3);
 * ```
 */
export function crossTuningGrid(method: string): readonly ContinualSettings[] {
  const grid = GRIDS[method];
  if (grid) return grid();
  throw new RangeError(
    `Cannot tune "${method}" across domains: the tuned methods are ${CROSS_TUNED.join(", ")}`,
  );
}
