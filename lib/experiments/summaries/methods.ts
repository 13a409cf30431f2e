/** The losses that are compared on rated summaries, and what is tried for each. */
import type { PreferenceLoss } from "../../base/mod.ts";
import { dpo, mallowsPhi, mallowsTheta, odpo, scoreGap } from "../../losses/mod.ts";

/** What may be tuned of a loss; each reads what it knows. */
export interface LossSettings {
  /** Learning rate. */
  readonly lr: number;
  /** ODPO's weight of the offset. */
  readonly alpha: number;
  /** Mallows' scale of the dispersion. */
  readonly phi: number;
}

/** A loss of the comparison. */
export interface ComparedLoss {
  /** What it is, in a few words. */
  readonly title: string;
  /** The loss under given settings. */
  readonly loss: (settings: LossSettings, beta: number) => PreferenceLoss;
  /** What is tried, {@linkcode LOSS_TRIALS} of them. */
  readonly trials: readonly LossSettings[];
}

/** Trials of each loss. */
export const LOSS_TRIALS = 4;

const DEFAULTS: LossSettings = { lr: 1e-3, alpha: 0.5, phi: 0.29 };
const byRate = [2.5e-4, 5e-4, 1e-3, 2e-3].map((lr) => ({ ...DEFAULTS, lr }));
const [low, high] = [5e-4, 1e-3] as const;

/** Both rates with both values of the loss's own number. */
function crossed(name: "alpha" | "phi", values: readonly [number, number]): LossSettings[] {
  return [low, high].flatMap((lr) => values.map((value) => ({ ...DEFAULTS, lr, [name]: value })));
}

/** Every loss of the comparison. */
export const COMPARED_LOSSES: Readonly<Record<string, ComparedLoss>> = {
  "dpo": {
    title: "DPO, which does not look at the ratings beyond their order",
    loss: (_settings, beta) => dpo({ beta }),
    trials: byRate,
  },
  "odpo": {
    title: "ODPO with the logarithm of the ratings' difference as offset",
    loss: ({ alpha }, beta) => odpo({ beta, alpha }),
    trials: crossed("alpha", [0.5, 1]),
  },
  "odpo-gap": {
    title: "ODPO with the ratings' difference as offset",
    loss: ({ alpha }, beta) => odpo({ beta, alpha, offset: scoreGap }),
    trials: crossed("alpha", [0.1, 0.5]),
  },
  "mallows-theta": {
    title: "Mallows-θ-DPO: the reference's entropy scales the margin",
    loss: ({ phi }, beta) => mallowsTheta({ beta, phi }),
    trials: crossed("phi", [0.29, 1]),
  },
  "mallows-phi": {
    title: "Mallows-φ-DPO: Kendall's law with a dispersion from the reference's entropy",
    loss: ({ phi }, beta) => mallowsPhi({ beta, phi }),
    trials: crossed("phi", [0.29, 1]),
  },
};

/**
 * A loss of the comparison by its name.
 *
 * @throws {RangeError} If the name is unknown.
 */
export function comparedLoss(name: string): ComparedLoss {
  if (Object.hasOwn(COMPARED_LOSSES, name)) return COMPARED_LOSSES[name]!;
  throw new RangeError(
    `Cannot compare the loss "${name}": there are ${Object.keys(COMPARED_LOSSES).join(", ")}`,
  );
}
