import type { MakeStep, RoundRate } from "./learner.ts";
import { requirePositive, requireRadius } from "./requirements.ts";
import { intoBall, plusTimes } from "./vectors.ts";

/** Options of steps that stay in a ball. */
export interface BallOptions {
  /** Radius of the ball around 0 in which points stay. @default {Infinity} */
  readonly radius?: number;
}

/**
 * Gradient descent, projected onto the ball ‖θ‖ ≤ radius after each step: θ ← Π(θ − η_t g).
 *
 * @param rate η_t by round, counted from 1.
 * @throws {RangeError} If `radius` is not positive; when it steps, if a rate is not positive.
 *
 * @example
 * ```ts
 * import { atRate } from "@fastslow/fastslow/regret";
 * import { deepEqual } from "node:assert/strict";
 *
 * const step = atRate((t) => 1 / t, { radius: 1 })(2);
 * deepEqual([...step(new Float64Array(2), Float64Array.of(0, -4))], [0, 1]);
 * ```
 */
export function atRate(rate: RoundRate, { radius = Infinity }: BallOptions = {}): MakeStep {
  requireRadius(radius);
  return () => {
    let round = 0;
    return (theta, gradient) => {
      const eta = rate(++round);
      requirePositive("rate", eta);
      return intoBall(plusTimes(theta, -eta, gradient), radius);
    };
  };
}

/** What the rate and the bound of online gradient descent are made of. */
export interface Geometry {
  /** D: largest distance of two points in the set that is played from. */
  readonly diameter: number;
  /** G: largest length of a gradient; of DPO on a log-linear policy β · max ‖φ_w − φ_l‖. */
  readonly lipschitz: number;
}

/**
 * The rate of online gradient descent, η_t = D/(G√t) (Zinkevich, ICML 2003;
 * {@link https://arxiv.org/abs/1909.05207 | Hazan}, Theorem 3.1).
 *
 * @throws {RangeError} If D or G is not positive.
 *
 * @example
 * ```ts
 * import { ogdRate } from "@fastslow/fastslow/regret";
 * import { equal } from "node:assert/strict";
 *
 * equal(ogdRate({ diameter: 4, lipschitz: 0.5 })(16), 2);
 * ```
 */
export function ogdRate({ diameter, lipschitz }: Geometry): RoundRate {
  requirePositive("diameter", diameter);
  requirePositive("lipschitz", lipschitz);
  return (round) => diameter / (lipschitz * Math.sqrt(round));
}
