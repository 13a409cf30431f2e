import type { Geometry } from "./at_rate.ts";

/**
 * R_T ≤ (3/2) G D √T of online gradient descent at the rate D/(G√t), for convex losses
 * ({@link https://arxiv.org/abs/1909.05207 | Hazan}, Theorem 3.1).
 *
 * @param rounds T.
 *
 * @example
 * ```ts
 * import { ogdBound } from "@fastslow/fastslow/regret";
 * import { equal } from "node:assert/strict";
 *
 * equal(ogdBound(100, { diameter: 4, lipschitz: 0.5 }), 30);
 * ```
 */
export function ogdBound(rounds: number, { diameter, lipschitz }: Geometry): number {
  return 1.5 * lipschitz * diameter * Math.sqrt(rounds);
}
