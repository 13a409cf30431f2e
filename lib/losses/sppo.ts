import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { logRatios } from "./margin.ts";
import { requireBeta } from "./require_options.ts";

/** Options for {@linkcode sppo}. */
export interface SppoOptions {
  /** Inverse temperature β; r is drawn to 1/(2β) and −1/(2β). @default {0.1} */
  readonly beta?: number;
}

/**
 * Self-play preference optimisation with hard labels: (r_w − 1/(2β))² + (r_l + 1/(2β))² with r = log π − log ref, from
 * Eq. 4.7 of {@link https://arxiv.org/abs/2405.00675 | Wu et al.} at P = 1 and 0. The scale is that of TRL 1.16's
 * `sppo_hard`.
 *
 * @param options Inverse temperature.
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example A policy that has not moved pays 2 · 1/(2β)²
 * ```ts
 * import { logps, sppo } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * deepEqual(await sppo({ beta: 0.5 })(same, same).data(), new Float32Array([2]));
 * ```
 */
export function sppo({ beta = 0.1 }: SppoOptions = {}): PreferenceLoss {
  requireBeta("SPPO", beta);
  const target = 1 / (2 * beta);
  return makeLoss({ beta }, (policy, reference) => {
    const { chosen, rejected } = logRatios(policy, reference);
    return tf.add(tf.square(tf.sub(chosen, target)), tf.square(tf.add(rejected, target)));
  });
}
