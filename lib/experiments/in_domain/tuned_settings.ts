import tuning from "./tuning.json" with { type: "json" };
import type { Trial } from "./trial.ts";
import type { Settings } from "./types.ts";

/** A record of tuning: what was tried on what, and what was chosen. */
export interface Tuning {
  /** Metric that was to be large. */
  readonly criterion: string;
  /** Seeds of the streams; none of them is reported. */
  readonly seeds: readonly number[];
  /** What the streams were made of. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Every trial. */
  readonly trials: readonly Trial[];
  /** The best settings of each tuned method. */
  readonly chosen: Readonly<Record<string, Settings>>;
}

/** The committed record, written by `deno task tune`. */
export const TUNING: Tuning = tuning;

/** The settings that were chosen for each tuned method. */
export const TUNED_SETTINGS: Readonly<Record<string, Settings>> = tuning.chosen;
