/** What is tried for each method: one budget for all. */
import { fold, key, uniform } from "../../base/mod.ts";
import type { Settings } from "./types.ts";

/** Trials of each tuned method. */
export const TRIALS = 8;
/** Seeds of the streams that settings are chosen on; none of them is reported. */
export const TUNING_SEEDS: readonly number[] = [1001, 1002];

const RATES = [2.5e-4, 5e-4, 1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2, 3.2e-2];
/** The library's own: of `adamw` and `fastSlow`. */
const DEFAULTS: Settings = { lr: 1e-3, alpha: 0.1, slowRatio: 0.3, every: 10, emaDecay: 0.9 };
const CHASE = {
  lr: [1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2],
  alpha: [0.05, 0.1, 0.2, 0.5],
  slowRatio: [0.1, 0.3, 0.6],
  every: [5, 10, 20],
} as const;

const byRate = (): Settings[] => RATES.map((lr) => ({ ...DEFAULTS, lr }));

const GRIDS: Readonly<Record<string, () => readonly Settings[]>> = {
  "dpo": byRate,
  "dpo-decay": () => byRate().map((settings) => ({ ...settings, lr: 4 * settings.lr })),
  "dpo-polyak": () => byRate().map((settings) => ({ ...settings, lr: 2 * settings.lr })),
  "dpo-ema": () =>
    [0.8, 0.95].flatMap((emaDecay) =>
      [1e-3, 2e-3, 4e-3, 8e-3].map((lr) => ({ ...DEFAULTS, lr, emaDecay }))
    ),
  "dpo-twice": byRate,
  "ofs-dpo": chaseTrials,
};

/** Names of the methods that are tuned; all others take the settings of one of these. */
export const TUNED: readonly string[] = Object.keys(GRIDS);

/**
 * The trials of a method, {@linkcode TRIALS} of them.
 *
 * @throws {RangeError} If the method is not tuned.
 *
 * @example
 * ```ts
 * import { TRIALS, tuningGrid } from "@fastslow/fastslow/experiments";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const grid = tuningGrid("ofs-dpo");
 * equal(grid.length, TRIALS);
 * deepEqual(grid[0], { lr: 1e-3, alpha: 0.1, slowRatio: 0.3, every: 10, emaDecay: 0.9 });
 * ```
 */
export function tuningGrid(method: string): readonly Settings[] {
  const grid = GRIDS[method];
  if (grid) return grid();
  throw new RangeError(`Cannot tune "${method}": the tuned methods are ${TUNED.join(", ")}`);
}

/**
 * Four numbers for one method in as many trials as others have for one: the library's defaults, and the rest drawn at
 * random (Bergstra & Bengio, 2012).
 */
function chaseTrials(): Settings[] {
  return [DEFAULTS, ...Array.from({ length: TRIALS - 1 }, (_, i) => chaseTrial(i + 1))];
}

function chaseTrial(trial: number): Settings {
  const draws = uniform(fold(key(0), trial), 4);
  const pick = (values: readonly number[], at: number) =>
    values[Math.floor(draws[at]! * values.length)]!;
  return {
    ...DEFAULTS,
    // Every rate is tried, since it matters most; the rest is left to chance.
    lr: CHASE.lr[trial % CHASE.lr.length]!,
    alpha: pick(CHASE.alpha, 1),
    slowRatio: pick(CHASE.slowRatio, 2),
    every: pick(CHASE.every, 3),
  };
}
