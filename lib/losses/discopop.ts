import { type PreferenceLoss, tf, type Vector } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { requireAll, requireBeta } from "./require_options.ts";

/** Options for {@linkcode discopop}. */
export interface DiscopopOptions {
  /** Inverse temperature β. @default {0.05} */
  readonly beta?: number;
  /** Temperature τ of the blend, in (0, 1]: above 1 the loss would grow exponentially with −h. @default {0.05} */
  readonly tau?: number;
}

/**
 * Discovered preference optimisation, the log-ratio modulated loss: (1 − w) (−log σ(z)) + w exp(−z) with z = β h and
 * w = σ(z/τ), Eq. 5 of {@link https://arxiv.org/abs/2406.08414 | Lu et al.} The second term is computed as
 * exp(log w − z), which does not overflow. It is not monotone: at τ = .05 it rises with h around 0, with slope .78β there.
 *
 * @param options Inverse temperature, and the temperature of the blend.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `tau` not in (0, 1].
 *
 * @example A policy that has not moved pays (log 2 + 1)/2
 * ```ts
 * import { discopop, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * const [loss] = await discopop()(same, same).data();
 * ok(Math.abs(loss! - (Math.LN2 + 1) / 2) < 1e-6);
 * ```
 */
export function discopop({ beta = 0.05, tau = 0.05 }: DiscopopOptions = {}): PreferenceLoss {
  requireBeta("DiscoPOP", beta);
  requireAll("DiscoPOP", { tau }, "in (0, 1]", (value) => value > 0 && value <= 1);
  return makeLoss({ beta }, (policy, reference) => {
    const z = tf.mul<Vector>(margin(policy, reference), beta);
    const blend = tf.div<Vector>(z, tau);
    const logistic = tf.mul(tf.sigmoid(tf.neg(blend)), negLogSigmoid(z));
    const exponential = tf.exp(tf.neg(tf.add(negLogSigmoid(blend), z)));
    return tf.add(logistic, exponential);
  });
}
