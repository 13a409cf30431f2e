import type { Settings } from "./types.ts";

/** One trial of one method. */
export interface Trial<S extends Settings = Settings> {
  /** Name of the method. */
  readonly method: string;
  /** What was tried. */
  readonly settings: S;
  /** The criterion on each tuning seed, in order; `null` where the run diverged. */
  readonly scores: readonly (number | null)[];
}
