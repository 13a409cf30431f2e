import { type PairLogps, type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin } from "./margin.ts";
import { perToken } from "./per_token.ts";

/** Options for {@linkcode ipo}. */
export interface IpoOptions {
  /** Regularisation τ; the margin is drawn to 1/(2τ). @default {0.1} */
  readonly tau?: number;
  /**
   * How the log-probabilities of an answer enter h: `sum` over its tokens, as in the paper and the DPO authors' code, or
   * `mean`, as in TRL. @default {"sum"}
   */
  readonly average?: "sum" | "mean";
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
export function ipo({ tau = 0.1, average = "sum" }: IpoOptions = {}): PreferenceLoss {
  if (!(tau > 0)) {
    throw new RangeError(`Cannot compute IPO as tau must be > 0: current value is ${tau}`);
  }
  const entering = average === "mean" ? perToken : (logps: PairLogps) => logps;
  return makeLoss(
    { beta: tau },
    (policy, reference) =>
      tf.square(tf.sub(margin(entering(policy), entering(reference)), 1 / (2 * tau))),
  );
}
