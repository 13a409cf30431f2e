import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin } from "./margin.ts";
import { requireBeta } from "./require_options.ts";

/** Options for {@linkcode hinge}. */
export interface HingeOptions {
  /** Inverse temperature β; the loss ends at a margin of 1/β. @default {0.1} */
  readonly beta?: number;
}

/**
 * Hinge loss: max(0, 1 − β h), as in SLiC-HF ({@link https://arxiv.org/abs/2305.10425 | Zhao et al.}) and RSO
 * ({@link https://arxiv.org/abs/2309.06657 | Liu et al.}).
 *
 * @param options Inverse temperature.
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example A policy that has not moved pays 1
 * ```ts
 * import { hinge, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * deepEqual(await hinge()(same, same).data(), new Float32Array([1]));
 * ```
 */
export function hinge({ beta = 0.1 }: HingeOptions = {}): PreferenceLoss {
  requireBeta("the hinge loss", beta);
  return makeLoss(
    { beta },
    (policy, reference) => tf.relu(tf.sub(1, margin(policy, reference).mul(beta))),
  );
}
