/** What margins are measured from, and the measures. */

/** Log-probabilities of pairs as plain numbers; see `PairLogps` for K rejected answers a pair. */
export interface PairNumbers {
  /** log π(y_w | x) summed over the answer's tokens, in nats, `[pairs]`. */
  readonly chosen: ArrayLike<number>;
  /** log π(y_l | x) summed over the answer's tokens, in nats, `[K × pairs]`. */
  readonly rejected: ArrayLike<number>;
  /** Tokens of the chosen answers, `[pairs]`. @default {lengths are left out} */
  readonly chosenLengths?: ArrayLike<number>;
  /** Tokens of the rejected answers, `[K × pairs]`. @default {lengths are left out} */
  readonly rejectedLengths?: ArrayLike<number>;
}

/** Options for `marginMeasures`. */
export interface MeasureOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** The same pairs under the policy as it was before. @default {the reference, where LoRA starts} */
  readonly start?: PairNumbers;
}

/** Numbers that say why margins move; the names are those of metrics in rows. Shares are of all margins, in [0, 1]. */
export interface MarginMeasures {
  /** Margins: one for each rejected answer. */
  readonly pairs: number;
  /** Mean h, in nats. */
  readonly margin: number;
  /** Standard deviation of h, in nats. */
  readonly margin_spread: number;
  /** Share with h > 0, ties one half. */
  readonly ranked_right: number;
  /** Mean log π(y_w) minus that of the start, in nats. */
  readonly chosen_change: number;
  /** Mean log π(y_l) minus that of the start, in nats. */
  readonly rejected_change: number;
  /** Share whose chosen answer became less likely. */
  readonly chosen_fell: number;
  /** Share whose rejected answer became less likely. */
  readonly rejected_fell: number;
  /** Share in which both did. */
  readonly both_fell: number;
  /** Mean log π(y_w) − log π_ref(y_w), in nats. */
  readonly chosen_over_reference: number;
  /** Share with σ(βh) > 0.99. */
  readonly sure: number;
  /** Share with σ(βh) < 0.01. */
  readonly sure_wrong: number;
  /** Share with σ(βh) within 0.05 of ½. */
  readonly undecided: number;
  /** Share with h = 0. */
  readonly tied: number;
  /** Mean |∂L_DPO/∂h| = β σ(−βh) over that at the start. */
  readonly slope_left: number;
  /** Mean |y_w| − |y_l|, in tokens; where lengths are known. */
  readonly length_gap?: number;
  /** Correlation of h with |y_w| − |y_l|; where both vary. */
  readonly margin_length?: number;
  /** Correlation of log π(y) − log π_ref(y) with |y| over all answers; where both vary. */
  readonly reward_length?: number;
}
