import type { MakeStep } from "./learner.ts";
import { requirePositive } from "./requirements.ts";
import { norm } from "./vectors.ts";

/** Options for {@linkcode adaGrad}. */
export interface AdaGradOptions {
  /** Radius of the ball around 0 in which points stay. */
  readonly radius: number;
  /** Rate η. @default {√2 · radius, which the bound is least for} */
  readonly rate?: number;
}

/**
 * AdaGrad with a diagonal ({@link https://jmlr.org/papers/v12/duchi11a.html | Duchi, Hazan and Singer, JMLR 2011}), the
 * step divided by s_i = ‖g_{1:t,i}‖ and projected onto the ball in the norm that s gives. Its bound is
 * {@linkcode adaGradBound}.
 *
 * @throws {RangeError} If `radius` or `rate` is not positive.
 *
 * @example
 * ```ts
 * import { adaGrad } from "@fastslow/fastslow/regret";
 * import { deepEqual } from "node:assert/strict";
 *
 * const step = adaGrad({ radius: 9, rate: 1 })(2);
 * const theta = step(new Float64Array(2), Float64Array.of(3, 0)); // the first step has the length of the rate
 * deepEqual([...theta], [-1, 0]);
 * ```
 */
export function adaGrad({ radius, rate = Math.SQRT2 * radius }: AdaGradOptions): MakeStep {
  requirePositive("radius", radius);
  requirePositive("rate", rate);
  return (dimension) => {
    const [squares, scales] = [new Float64Array(dimension), new Float64Array(dimension)];
    return (theta, gradient) => {
      const next = Float64Array.from(theta);
      for (let i = 0; i < dimension; i++) {
        squares[i]! += gradient[i]! ** 2;
        scales[i] = Math.sqrt(squares[i]!);
        if (scales[i]! > 0) next[i]! -= rate * gradient[i]! / scales[i]!;
      }
      return intoScaledBall(next, scales, radius);
    };
  };
}

/**
 * The point z of length ≤ `radius` that minimises Σ s_i (z_i − y_i)²: z_i = y_i s_i / (s_i + μ), with the μ ≥ 0 at which its
 * length is the radius, by halving.
 */
function intoScaledBall(y: Float64Array, scales: Float64Array, radius: number): Float64Array {
  const length = norm(y);
  if (length <= radius) return y;
  let low = 0;
  let high = Math.max(...scales) * (length / radius); // no coordinate keeps more than radius/‖y‖ there
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (squareAt(y, scales, middle) > radius ** 2) low = middle;
    else high = middle;
  }
  return y.map((x, i) => x * scales[i]! / (scales[i]! + high));
}

/** ‖z‖² at μ. */
function squareAt(y: Float64Array, scales: Float64Array, mu: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += (y[i]! * scales[i]! / (scales[i]! + mu)) ** 2;
  return sum;
}
