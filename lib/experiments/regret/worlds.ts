/** The streams that methods are compared on. */
import { fold, key, normal } from "../../base/mod.ts";
import {
  bradleyTerry,
  changing,
  drifting,
  type LabelLaw,
  noiseless,
  preferenceStream,
  steady,
  type Truth,
} from "../../regret/mod.ts";
import { type RegretSizes, SETUP } from "./sizes.ts";

/** A stream whose truth is known. */
export interface LinearWorld {
  /** Differences of features of each round, `[pairs × dimension]`. */
  readonly rounds: readonly Float64Array[];
  /** Held-out pairs, labelled without noise by what is wanted at the end, `[pairs × dimension]`. */
  readonly heldOut: Float64Array;
  /** The same, by what was wanted at the start. */
  readonly heldOutBefore: Float64Array;
  /** As many pairs again, labelled as the stream is at the end. */
  readonly fresh: Float64Array;
  /** Rounds of which each block has one truth, more or less. */
  readonly block: number;
}

interface Kind {
  readonly label: LabelLaw;
  /** The truth, from where it is at first and at last. */
  readonly truth: (first: Float64Array, last: Float64Array, rounds: number) => Truth;
  readonly moves: boolean;
  readonly blocks: number;
}

const STEADY = { truth: steady, moves: false, blocks: 1 } as const;

/** The kinds of streams, by name. */
export const LINEAR_WORLDS: Readonly<Record<string, Kind>> = {
  separable: { label: noiseless, ...STEADY },
  noise: { label: bradleyTerry, ...STEADY },
  change: {
    label: bradleyTerry,
    truth: (first, last, rounds) => changing(first, last, Math.floor(rounds / 2) + 1),
    moves: true,
    blocks: 2,
  },
  drift: { label: bradleyTerry, truth: drifting, moves: true, blocks: 6 },
};

/** The stream of a kind and a seed; kinds share features and truths. */
export function linearWorld(
  name: string,
  seed: number,
  { rounds, pairs, heldOut }: Pick<RegretSizes, "rounds" | "pairs" | "heldOut">,
): LinearWorld {
  const { label, truth, moves, blocks } = LINEAR_WORLDS[name]!;
  const { dimension, beta } = SETUP;
  const root = key(seed);
  const first = normal(fold(root, 0), dimension);
  const last = moves ? normal(fold(root, 5), dimension) : first;
  const pairsOf = (point: Float64Array, label: LabelLaw) =>
    preferenceStream(fold(root, 2), {
      dimension,
      beta,
      rounds: 1,
      pairs: heldOut,
      truth: steady(point),
      label,
    })[0]!;
  return {
    rounds: preferenceStream(fold(root, 1), {
      dimension,
      beta,
      rounds,
      pairs,
      label,
      truth: truth(first, last, rounds),
    }),
    heldOut: pairsOf(last, noiseless),
    heldOutBefore: pairsOf(first, noiseless),
    fresh: pairsOf(last, label),
    block: Math.ceil(rounds / blocks),
  };
}
