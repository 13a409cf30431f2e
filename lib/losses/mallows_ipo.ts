import { type PreferenceLoss, tf } from "../base/mod.ts";
import { negLogDispersion } from "./dispersion.ts";
import { makeLoss } from "./make_loss.ts";
import type { MallowsOptions } from "./mallows_theta.ts";
import { margin } from "./margin.ts";
import { requireBeta, requirePositive } from "./require_options.ts";

/**
 * Mallows-θ-IPO: (n(x) h − 1/(2β))², with n(x) as in {@linkcode mallowsTheta}; β is IPO's τ
 * ({@link https://arxiv.org/abs/2405.14953 | Chen et al.}). Log-probabilities are summed, as in the authors' code.
 *
 * @param options Regularisation, and the scale of the dispersion.
 * @returns A loss that gives one number per pair, shape `[pairs]`; it throws a `TypeError` where the reference carries no
 * entropies.
 * @throws {RangeError} If `beta` or `phi` is not positive.
 *
 * @example A policy that has not moved pays 1/(2β)²
 * ```ts
 * import { logps, mallowsIpo } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const same = logps({
 *   chosen: [-3],
 *   rejected: [-5],
 *   chosenEntropies: [0.1],
 *   rejectedEntropies: [0.1],
 * });
 * deepEqual(await mallowsIpo({ beta: 0.5 })(same, same).data(), new Float32Array([1]));
 * ```
 */
export function mallowsIpo({ beta = 0.1, phi = 0.29 }: MallowsOptions = {}): PreferenceLoss {
  requireBeta("Mallows-IPO", beta);
  requirePositive("Mallows-IPO", { phi });
  return makeLoss({ beta, needsEntropies: true }, (policy, reference) => {
    const n = negLogDispersion("Mallows-IPO", reference, phi);
    return tf.square(tf.sub(tf.mul(n, margin(policy, reference)), 1 / (2 * beta)));
  });
}
