/** The regulariser between two policies. */
import { type PairLogps, tf, type Vector } from "../base/mod.ts";
import { negLogSigmoid, overNegatives } from "../losses/mod.ts";

/** Options for {@linkcode gap}. */
export interface GapOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** β(h_own − h_rival) is clamped from below here, with zero gradient beyond. @default {-Infinity} */
  readonly bound?: number;
}

/**
 * The chase between two policies, L_FS = −log σ(β (h_F − h_S)): Eq. 6 of
 * {@link https://arxiv.org/abs/2406.05534 | Qi et al.} The reference cancels, so it is not asked for. Where pairs have K
 * rejected answers, h is the mean over them.
 *
 * @param options Inverse temperature, and a bound for the side that would otherwise run away.
 * @returns A function of two policies that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example Two equal policies pay log 2
 * ```ts
 * import { gap, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3], rejected: [-5] });
 * const [chase] = await gap({ beta: 0.1 })(policy, policy).data();
 * ok(Math.abs(chase! - Math.LN2) < 1e-6);
 * ```
 */
export function gap(
  { beta = 0.1, bound = -Infinity }: GapOptions = {},
): (own: PairLogps, rival: PairLogps) => Vector {
  if (!(beta > 0)) {
    throw new RangeError(`Cannot compute the chase as beta must be > 0: current value is ${beta}`);
  }
  return (own, rival) =>
    tf.tidy(() => {
      const lead = tf.mul(tf.sub(ratio(own), ratio(rival)), beta) as Vector; // β (h_own − h_rival)
      return chaseOf(lead, bound);
    });
}

/** −log σ of a lead that is clamped from below, with zero gradient beyond; `[pairs]`. */
export function chaseOf(lead: Vector, bound: number): Vector {
  return negLogSigmoid(bound === -Infinity ? lead : tf.maximum(lead, bound));
}

/** log π(y_w) − log π(y_l), of K rejected answers their mean, `[pairs]`. */
function ratio({ chosen, rejected }: PairLogps): Vector {
  return tf.sub(chosen, overNegatives(rejected, chosen.size));
}
