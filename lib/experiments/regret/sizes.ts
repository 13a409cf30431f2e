/** Sizes of the regret experiment. */

/** What a preset fixes. */
export interface RegretSizes {
  /** Seeds, counted from 0, of the streams that bounds are checked on. */
  readonly boundSeeds: number;
  /** How many of them go on to the last of those rounds. */
  readonly longSeeds: number;
  /** Rounds T after which regret is held against its bound, ascending. */
  readonly boundRounds: readonly number[];
  /** Seeds, counted from 0, of everything else. */
  readonly seeds: number;
  /** Rounds of the streams that methods are compared on. */
  readonly rounds: number;
  /** Rounds of the streams on which gradients and modules are watched. */
  readonly watchedRounds: number;
  /** Pairs of a round. */
  readonly pairs: number;
  /** Held-out pairs. */
  readonly heldOut: number;
}

/** Inverse temperature β of all policies, and features of the bounds' and of the other streams. */
export const SETUP = { beta: 0.5, boundDimension: 6, dimension: 20, radius: 2 } as const;

const QUICK: RegretSizes = {
  boundSeeds: 10,
  longSeeds: 2,
  boundRounds: [100, 400, 1600, 10_000, 100_000],
  seeds: 8,
  rounds: 300,
  watchedRounds: 2000,
  pairs: 8,
  heldOut: 2000,
};

/** The presets; the quick one has the seeds that its figures need, the full one narrows their intervals. */
export const ONLINE_REGRET_PRESETS: Readonly<Record<"quick" | "full", RegretSizes>> = {
  quick: QUICK,
  full: { ...QUICK, boundSeeds: 20, longSeeds: 20, seeds: 32 },
};
