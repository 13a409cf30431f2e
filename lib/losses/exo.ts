import { type PreferenceLoss, tf, type Vector } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { requireAll, requireBeta } from "./require_options.ts";

/** Options for {@linkcode exo}. */
export interface ExoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Share ε of labels that are believed to be flipped, 0 < ε < ½; its authors take .001. @default {0.001} */
  readonly epsilon?: number;
}

/**
 * Efficient exact optimisation on pairs: the reverse KL q (log q − log(1 − ε)) + (1 − q) (log(1 − q) − log ε) with
 * q = σ(β h), Eq. 16 of {@link https://arxiv.org/abs/2402.00856 | Ji et al.} It rests at q = 1 − ε, where it is 0.
 *
 * @param options Inverse temperature and label noise.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `epsilon` not in (0, ½).
 *
 * @example It rests at σ(β h) = 1 − ε
 * ```ts
 * import { exo, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [Math.log(3) - 5], rejected: [-5] });
 * const reference = logps({ chosen: [-5], rejected: [-5] });
 * const [loss] = await exo({ beta: 1, epsilon: 0.25 })(policy, reference).data();
 * ok(Math.abs(loss!) < 1e-6);
 * ```
 */
export function exo({ beta = 0.1, epsilon = 0.001 }: ExoOptions = {}): PreferenceLoss {
  requireBeta("EXO", beta);
  requireAll("EXO", { epsilon }, "in (0, 0.5)", (value) => value > 0 && value < 0.5);
  return makeLoss({ beta }, (policy, reference) => {
    const z = tf.mul<Vector>(margin(policy, reference), beta);
    const won = tf.sub(-Math.log(1 - epsilon), negLogSigmoid(z)); // log q − log(1 − ε)
    const lost = tf.sub(-Math.log(epsilon), negLogSigmoid(tf.neg(z))); // log(1 − q) − log ε
    return tf.add(tf.mul(tf.sigmoid(z), won), tf.mul(tf.sigmoid(tf.neg(z)), lost));
  });
}
