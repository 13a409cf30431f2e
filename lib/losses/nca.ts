import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { negLogSigmoid } from "./margin.ts";
import { requireBeta } from "./require_options.ts";
import { implicitRewards } from "./rewards.ts";

/** Options for {@linkcode nca}. */
export interface NcaOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
}

/**
 * Noise contrastive alignment on pairs: −log σ(r_w) − ½ log σ(−r_w) − ½ log σ(−r_l) with r = β (log π − log ref), from
 * {@link https://arxiv.org/abs/2402.05369 | Chen et al.} Unlike DPO it also holds the chosen answer's probability up.
 *
 * @param options Inverse temperature.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example A policy that has not moved pays 2 log 2
 * ```ts
 * import { logps, nca } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * const [loss] = await nca()(same, same).data();
 * ok(Math.abs(loss! - 2 * Math.LN2) < 1e-6);
 * ```
 */
export function nca({ beta = 0.1 }: NcaOptions = {}): PreferenceLoss {
  requireBeta("NCA", beta);
  return makeLoss({ beta }, (policy, reference) => {
    const { chosen, rejected } = implicitRewards(beta)(policy, reference);
    const noise = tf.add(negLogSigmoid(tf.neg(chosen)), negLogSigmoid(tf.neg(rejected)));
    return tf.add(negLogSigmoid(chosen), tf.mul(noise, 0.5));
  });
}
