import { type PreferenceLoss, tf } from "../base/mod.ts";
import { negLogDispersion } from "./dispersion.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { requireBeta, requirePositive } from "./require_options.ts";

/** Options for the losses of Mallows-DPO. */
export interface MallowsOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Scale φ* of the dispersion; .29 is the authors', so that n(x) is about 1 on average. @default {0.29} */
  readonly phi?: number;
}

/**
 * Mallows-θ-DPO: −log σ(n(x) β h), where n(x) = −φ* log H̄ and H̄ is the mean over both answers of the reference's next-token
 * entropy over log |V| ({@link https://arxiv.org/abs/2405.14953 | Chen et al.}): pairs on whose prompts answers agree weigh
 * more. As in the authors' code, H̄ = 1 gives n = 0, from which nothing is learned; H̄ enters as at least 1e-6.
 *
 * @param options Inverse temperature, and the scale of the dispersion.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`; it throws a `TypeError` where the reference
 * carries no entropies.
 * @throws {RangeError} If `beta` or `phi` is not positive.
 *
 * @example Where n(x) = 1 it is DPO
 * ```ts
 * import { dpo, logps, mallowsTheta } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3], rejected: [-5] });
 * const entropies = [Math.exp(-1 / 0.29)];
 * const reference = logps({
 *   chosen: [-4],
 *   rejected: [-4],
 *   chosenEntropies: entropies,
 *   rejectedEntropies: entropies,
 * });
 * const [mallows] = await mallowsTheta()(policy, reference).data();
 * const [plain] = await dpo()(policy, reference).data();
 * ok(Math.abs(mallows! - plain!) < 1e-6);
 * ```
 */
export function mallowsTheta({ beta = 0.1, phi = 0.29 }: MallowsOptions = {}): PreferenceLoss {
  requireBeta("Mallows-θ", beta);
  requirePositive("Mallows-θ", { phi });
  return makeLoss({ beta, needsEntropies: true }, (policy, reference) => {
    const n = negLogDispersion("Mallows-θ", reference, phi);
    return negLogSigmoid(tf.mul(n, tf.mul(margin(policy, reference), beta)));
  });
}
