import { type PreferenceLoss, tf } from "../base/mod.ts";
import { negLogDispersion } from "./dispersion.ts";
import { negLogKendall } from "./kendall.ts";
import { makeLoss } from "./make_loss.ts";
import type { MallowsOptions } from "./mallows_theta.ts";
import { margin } from "./margin.ts";
import { requireBeta, requirePositive } from "./require_options.ts";

/**
 * Mallows-φ-DPO: −log g_φ(β h), where g is the probability that a Mallows ranking with Kendall's distance keeps two answers
 * in order that stand s ranks apart: (s+1)/(1−φ^{s+1}) − s/(1−φ^s) for s > 0, and 1 − g(−s) for s < 0
 * ({@link https://arxiv.org/abs/2405.14953 | Chen et al.}). φ(x) = H̄^φ*, with H̄ as in {@linkcode mallowsTheta}.
 *
 * The law is one of whole gaps. Taken for all real s as it stands, it jumps at 0: from .443 to .557 at φ = .5. Here it is
 * bridged over −1 < s < 1, where its own continuation is taken at s − ½(1 − |s|) in place of s for s ≥ 0: g is then
 * continuous and increasing, g(−s) = 1 − g(s), g(0) = ½, and every whole s but 0 keeps the law's value. A policy that has
 * not moved therefore pays log 2, and has a slope. At s = ±1 the slope has a kink, by a factor of 1.5. −log φ enters as at
 * least .001.
 *
 * @param options Inverse temperature, and the scale of the dispersion.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`; it throws a `TypeError` where the reference
 * carries no entropies.
 * @throws {RangeError} If `beta` or `phi` is not positive.
 *
 * @example Neighbours in rank keep their order with probability 1/(1 + φ)
 * ```ts
 * import { logps, mallowsPhi } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const reference = logps({
 *   chosen: [-3],
 *   rejected: [-3],
 *   chosenEntropies: [0.5],
 *   rejectedEntropies: [0.5],
 * });
 * const policy = logps({ chosen: [-3], rejected: [-4] }); // h = 1
 * const [loss] = await mallowsPhi({ beta: 1, phi: 1 })(policy, reference).data(); // φ = ½
 * ok(Math.abs(loss! - Math.log(1.5)) < 1e-6);
 * ```
 */
export function mallowsPhi({ beta = 0.1, phi = 0.29 }: MallowsOptions = {}): PreferenceLoss {
  requireBeta("Mallows-φ", beta);
  requirePositive("Mallows-φ", { phi });
  return makeLoss({ beta, needsEntropies: true }, (policy, reference) => {
    const c = tf.maximum(negLogDispersion("Mallows-φ", reference, phi), 1e-3); // −log φ(x)
    return negLogKendall(tf.mul(margin(policy, reference), beta), c);
  });
}
