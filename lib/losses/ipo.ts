import { type PairLogps, type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin } from "./margin.ts";
import { implicitRewards } from "./rewards.ts";

/** Options for {@linkcode ipo}. */
export interface IpoOptions {
  /** Regularisation τ; the margin is drawn to 1/(2τ). @default {0.1} */
  readonly tau?: number;
  /** What of the log-probabilities enters h: their sums, or `perToken` for their means, as in TRL. @default {summed} */
  readonly entering?: (logps: PairLogps) => PairLogps;
}

/**
 * Identity preference optimisation: (h − 1/(2τ))², Eq. 17 of
 * {@link https://arxiv.org/abs/2310.12036 | Azar et al.}
 *
 * @param options Regularisation, and whether log-probabilities are summed or averaged.
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If `tau` is not positive.
 *
 * @example It rests at a margin of 1/(2τ)
 * ```ts
 * import { ipo, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const reference = logps({ chosen: [-5], rejected: [-5] });
 * const policy = logps({ chosen: [-3], rejected: [-6] });
 * deepEqual(await ipo({ tau: 0.5 })(policy, reference).data(), new Float32Array([4]));
 * ```
 */
export function ipo({ tau = 0.1, entering = summed }: IpoOptions = {}): PreferenceLoss {
  if (!(tau > 0)) {
    throw new RangeError(`Cannot compute IPO as tau must be > 0: current value is ${tau}`);
  }
  const rewards = implicitRewards(tau);
  return makeLoss(
    { beta: tau, rewards: (policy, reference) => rewards(entering(policy), entering(reference)) },
    (policy, reference) =>
      tf.square(tf.sub(margin(entering(policy), entering(reference)), 1 / (2 * tau))),
  );
}

/** As they are: summed over each answer's tokens, as in the paper and the DPO authors' code. */
function summed(logps: PairLogps): PairLogps {
  return logps;
}
