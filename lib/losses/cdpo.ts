import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, smoothed } from "./margin.ts";
import { requireBeta, requireNoise } from "./require_options.ts";

/** Options for {@linkcode cdpo}. */
export interface CdpoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Share ε of labels that are believed to be flipped, 0 ≤ ε < ½. @default {0.1} */
  readonly epsilon?: number;
}

/**
 * Conservative DPO: −(1 − ε) log σ(β h) − ε log σ(−β h), cross-entropy against the label 1 − ε
 * ({@link https://ericmitchell.ai/cdpo.pdf | Mitchell, 2023}). It rests at σ(β h) = 1 − ε instead of at infinity.
 *
 * @param options Inverse temperature and label noise.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `epsilon` not in [0, ½).
 *
 * @example Without label noise it is DPO
 * ```ts
 * import { cdpo, dpo, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3], rejected: [-5] });
 * const reference = logps({ chosen: [-4], rejected: [-4] });
 * deepEqual(
 *   await cdpo({ epsilon: 0 })(policy, reference).data(),
 *   await dpo()(policy, reference).data(),
 * );
 * ```
 */
export function cdpo({ beta = 0.1, epsilon = 0.1 }: CdpoOptions = {}): PreferenceLoss {
  requireBeta("cDPO", beta);
  requireNoise("cDPO", { epsilon });
  return makeLoss(
    { beta },
    (policy, reference) => smoothed(tf.mul(margin(policy, reference), beta), epsilon),
  );
}
