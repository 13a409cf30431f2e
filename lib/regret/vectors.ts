/** Plain vectors. */

/** ⟨a, b⟩. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** ‖a‖. */
export function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}

/** a + weight · b. */
export function plusTimes(
  a: ArrayLike<number>,
  weight: number,
  b: ArrayLike<number>,
): Float64Array {
  const sum = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) sum[i] = a[i]! + weight * b[i]!;
  return sum;
}

/** The nearest vector of length ≤ `radius`. */
export function intoBall(a: Float64Array, radius: number): Float64Array {
  const length = norm(a);
  return length > radius ? scaled(a, radius / length) : a;
}

/** factor · a. */
export function scaled(a: ArrayLike<number>, factor: number): Float64Array {
  const product = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) product[i] = factor * a[i]!;
  return product;
}
