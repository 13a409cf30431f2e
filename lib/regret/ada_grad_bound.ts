/**
 * R_T ≤ √2 D_∞ Σ_i ‖g_{1:T,i}‖ of diagonal AdaGrad at the rate D_∞/√2, for convex losses
 * ({@link https://jmlr.org/papers/v12/duchi11a.html | Duchi, Hazan and Singer, JMLR 2011}, Theorem 5).
 *
 * @param squaresByFeature Σ_t g_{t,i}², as `playStream` gives it, `[dimension]`.
 * @param spread D_∞: largest difference of two points in one feature; the diameter, for a ball.
 *
 * @example
 * ```ts
 * import { adaGradBound } from "@fastslow/fastslow/regret";
 * import { ok } from "node:assert/strict";
 *
 * ok(Math.abs(adaGradBound([4, 9], 2) - Math.SQRT2 * 2 * 5) < 1e-12);
 * ```
 */
export function adaGradBound(squaresByFeature: ArrayLike<number>, spread: number): number {
  const lengths = Array.from(squaresByFeature, Math.sqrt).reduce((a, b) => a + b, 0);
  return Math.SQRT2 * spread * lengths;
}
