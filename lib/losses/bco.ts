import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { negLogSigmoid } from "./margin.ts";
import { requireBeta, requireFinite } from "./require_options.ts";
import { implicitRewards } from "./rewards.ts";

/** Options for {@linkcode bco}. */
export interface BcoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Reward shift δ; the paper keeps a running mean of the rewards, TRL 1.16's `bco_pair` has 0. @default {0} */
  readonly delta?: number;
}

/**
 * Binary classifier optimisation on pairs: −log σ(r_w − δ) − log σ(−(r_l − δ)) with r = β (log π − log ref), from
 * {@link https://arxiv.org/abs/2404.04656 | Jung et al.}
 *
 * @param options Inverse temperature and reward shift.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `delta` not finite.
 *
 * @example A policy that has not moved pays 2 log 2
 * ```ts
 * import { bco, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * const [loss] = await bco()(same, same).data();
 * ok(Math.abs(loss! - 2 * Math.LN2) < 1e-6);
 * ```
 */
export function bco({ beta = 0.1, delta = 0 }: BcoOptions = {}): PreferenceLoss {
  requireBeta("BCO", beta);
  requireFinite("BCO", { delta });
  return makeLoss({ beta }, (policy, reference) => {
    const { chosen, rejected } = implicitRewards(beta)(policy, reference);
    return tf.add(
      negLogSigmoid(tf.sub(chosen, delta)),
      negLogSigmoid(tf.sub(delta, rejected)),
    );
  });
}
