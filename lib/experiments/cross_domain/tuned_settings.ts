import hh from "./tuning_hh.json" with { type: "json" };
import worlds from "./tuning_worlds.json" with { type: "json" };
import type { CrossTrial } from "./tune.ts";
import type { ContinualSettings } from "./types.ts";

/** A record of tuning across domains: what was tried on what, and what was chosen. */
export interface CrossTuning {
  /** Seed of the domains; it is not reported. */
  readonly seed: number;
  /** What the domains were made of. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Every trial. */
  readonly trials: readonly CrossTrial[];
  /** The best settings of each tuned method. */
  readonly chosen: Readonly<Record<string, ContinualSettings>>;
}

/**
 * The committed records by task, written by `deno task tune cross-domain`; a task that has not been tuned takes the worlds',
 * whose `identity` names them.
 */
export const CROSS_TUNING: Readonly<Record<"worlds" | "hh", CrossTuning>> = {
  worlds,
  hh: hh.trials.length > 0 ? hh : worlds,
};

/** The settings that were chosen for each tuned method, by task. */
export const CROSS_DOMAIN_SETTINGS: Readonly<
  Record<keyof typeof CROSS_TUNING, CrossTuning["chosen"]>
> = { worlds: CROSS_TUNING.worlds.chosen, hh: CROSS_TUNING.hh.chosen };
