import { type PreferenceLoss, tf, type Vector } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { logRatios, smoothed } from "./margin.ts";
import { requireBeta, requireNoise } from "./require_options.ts";
import { ofSameRank } from "./same_rank.ts";

/** Options for {@linkcode aot} and {@linkcode aotUnpaired}. */
export interface AotOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Share ε of labels that are believed to be flipped, 0 ≤ ε < ½. @default {0} */
  readonly epsilon?: number;
}

/**
 * Alignment via optimal transport, on pairs: the sorted log π(y_w) − log π(y_l) of a batch less its sorted
 * log ref(y_w) − log ref(y_l), in cDPO's place of h ({@link https://arxiv.org/abs/2406.05882 | Melnyk et al.}): the whole
 * distribution of margins is to lie beyond the reference's. Couples the pairs of a batch; each keeps its own number, though
 * set against the reference's margin of its rank. TRL 1.16: `aot`.
 *
 * @param options Inverse temperature and label noise.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `epsilon` not in [0, ½).
 *
 * @example Only the distribution counts: the policy's margins are the reference's in another order
 * ```ts
 * import { aot, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3, -5], rejected: [-5, -5] });
 * const reference = logps({ chosen: [-5, -3], rejected: [-5, -5] });
 * for (const loss of await aot()(policy, reference).data()) ok(Math.abs(loss - Math.LN2) < 1e-6);
 * ```
 */
export function aot({ beta = 0.1, epsilon = 0 }: AotOptions = {}): PreferenceLoss {
  requireBeta("AOT", beta);
  requireNoise("AOT", { epsilon });
  return makeLoss({ beta, coupled: true }, (policy, reference) => {
    const own = tf.sub<Vector>(policy.chosen, policy.rejected);
    const rival = ofSameRank(own, tf.sub(reference.chosen, reference.rejected));
    return smoothed(tf.mul(tf.sub(own, rival), beta), epsilon);
  });
}

/**
 * Alignment via optimal transport, unpaired: the sorted r(y_w) of a batch less its sorted r(y_l), with
 * r = log π − log ref, in cDPO's place of h ({@link https://arxiv.org/abs/2406.05882 | Melnyk et al.}). Which answer was set
 * against which does not count. Couples the pairs of a batch. TRL 1.16: `aot_unpaired`.
 *
 * @param options Inverse temperature and label noise.
 * @returns A loss that gives one number per chosen answer, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `epsilon` not in [0, ½).
 *
 * @example The rejected answers may stand in any order
 * ```ts
 * import { aotUnpaired, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const reference = logps({ chosen: [-5, -5], rejected: [-5, -5] });
 * const losses = (rejected: number[]) =>
 *   aotUnpaired()(logps({ chosen: [-3, -4], rejected }), reference).data();
 * deepEqual(await losses([-6, -7]), await losses([-7, -6]));
 * ```
 */
export function aotUnpaired({ beta = 0.1, epsilon = 0 }: AotOptions = {}): PreferenceLoss {
  requireBeta("AOT", beta);
  requireNoise("AOT", { epsilon });
  return makeLoss({ beta, coupled: true }, (policy, reference) => {
    const { chosen, rejected } = logRatios(policy, reference);
    return smoothed(tf.mul(tf.sub(chosen, ofSameRank(chosen, rejected)), beta), epsilon);
  });
}
