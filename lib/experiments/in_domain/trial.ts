import type { Settings } from "./types.ts";

/** One trial of one method. */
export interface Trial {
  /** Name of the method. */
  readonly method: string;
  /** What was tried. */
  readonly settings: Settings;
  /** The criterion on each tuning seed, in order; `null` where the run diverged. */
  readonly scores: readonly (number | null)[];
}
