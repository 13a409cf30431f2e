import { solveShifted } from "./cholesky.ts";
import type { Sums } from "./logistic_sums.ts";
import { norm, plusTimes, scaled } from "./vectors.ts";

/**
 * Minimiser over the ball of the quadratic model at a place: u − H⁻¹g where that lies inside, else v = (H + μI)⁻¹(Hu − g) with
 * the μ > 0 at which ‖v‖ = R.
 */
export function newtonPoint(
  { point, gradient, hessian }: Pick<Sums, "gradient" | "hessian"> & {
    readonly point: Float64Array;
  },
  radius: number,
): Float64Array {
  const n = point.length;
  // A little more than 0: features may be fewer than they seem, and then H is singular.
  const least = 1e-13 * Math.max(...point.map((_, i) => hessian[i * n + i]!), 1e-300);
  const move = solveShifted(hessian, gradient, least);
  const free = move && plusTimes(point, -1, move);
  if (free && norm(free) <= radius) return free;
  const target = plusTimes(symmetricTimes(hessian, point), -1, gradient);
  const at = (mu: number) => solveShifted(hessian, target, mu) ?? point.map(() => Infinity);
  let [low, high] = [least, 2 * (norm(target) / radius)]; // ‖v‖ ≤ ‖Hu − g‖/μ
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = low < high / 4 ? Math.sqrt(low * high) : (low + high) / 2;
    if (norm(at(middle)) > radius) low = middle;
    else high = middle;
  }
  const found = at(high);
  return scaled(found, radius / norm(found));
}

/** A u for a symmetric A of which the lower triangle is given. */
function symmetricTimes(lower: Float64Array, u: Float64Array): Float64Array {
  const n = u.length;
  const entry = (i: number, j: number) => lower[i >= j ? i * n + j : j * n + i]!;
  return u.map((_, i) => u.reduce((sum, x, j) => sum + entry(i, j) * x, 0));
}
