/** Everything that a method may be set with; each takes what it knows, and has its own default for what is left out. */
export interface MethodOptions {
  /** Inverse temperature β; IPO's τ, ORPO's λ. @default {the loss's own: 0.1, but for some} */
  readonly beta?: number | undefined;
  /** Share of labels believed to be flipped (cDPO, robust DPO, EXO, AOT). @default {the loss's own} */
  readonly epsilon?: number | undefined;
  /** Margin γ that rewards are asked for (SimPO). @default {1} */
  readonly gamma?: number | undefined;
  /** What scores become an offset by (ODPO). @default {"log-gap"} */
  readonly offset?: "log-gap" | "gap" | "ratio" | undefined;
  /** Weight α of the offset (ODPO). @default {1} */
  readonly offsetWeight?: number | undefined;
  /** Scale φ* of the dispersion (Mallows). @default {0.29} */
  readonly dispersion?: number | undefined;
  /** Weight α of the chosen answer's negative log-probability per token (CPO, RPO). @default {1} */
  readonly nllWeight?: number | undefined;
  /** Weight α of a token of difference in length (R-DPO). @default {0.05} */
  readonly lengthWeight?: number | undefined;
  /** Weight λ of a fall of the chosen answer's log-probability (DPOP). @default {50} */
  readonly fallWeight?: number | undefined;
  /** Weight of chosen answers (KTO). @default {1} */
  readonly desirable?: number | undefined;
  /** Weight of rejected answers (KTO). @default {1} */
  readonly undesirable?: number | undefined;
  /** Shift δ of the rewards (BCO). @default {0} */
  readonly rewardShift?: number | undefined;
  /** Temperature τ of the blend (DiscoPOP). @default {0.05} */
  readonly blendTau?: number | undefined;
  /** Weight of the chase (OFS). @default {0.1} */
  readonly alpha?: number | undefined;
  /** Lower bound of β(h_F − h_S) in L_S (OFS); `-Infinity` is the paper's raw form. @default {-10} */
  readonly bound?: number | undefined;
  /** Steps between swaps of roles (OFS). @default {10} */
  readonly chaseEvery?: number | undefined;
  /** Slow learning rate over the fast one (OFS). @default {0.3} */
  readonly slowRatio?: number | undefined;
  /** What a swap exchanges (OFS): the roles alone, or the learning rates with them. @default {"roles"} */
  readonly swap?: "roles" | "rates" | undefined;
}
