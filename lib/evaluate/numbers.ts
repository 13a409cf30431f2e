/** Checks and moments that the files of this room share. */

/**
 * Throws unless there is at least one number and all are finite.
 *
 * @param task What cannot be done otherwise: the start of the message.
 * @throws {RangeError} Naming the place of the number, from 0.
 */
export function requireNumbers(task: string, name: string, values: ArrayLike<number>): void {
  if (values.length === 0) {
    throw new RangeError(`Cannot ${task} as ${name} must not be empty: current count is 0`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(
        `Cannot ${task} as ${name}[${i}] must be finite: current value is ${values[i]}`,
      );
    }
  }
}

/** Throws unless two lists hold finite numbers, one for one. */
export function requirePaired(
  task: string,
  [a, b]: readonly [name: string, name: string],
  [x, y]: readonly [ArrayLike<number>, ArrayLike<number>],
): void {
  requireNumbers(task, a, x);
  requireNumbers(task, b, y);
  if (x.length !== y.length) {
    throw new RangeError(
      `Cannot ${task} as ${a} and ${b} must be equally long: current lengths are ${x.length} and ${y.length}`,
    );
  }
}

/** Throws unless a confidence level lies between 0 and 1. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot give an interval as level must be in (0, 1): current value is ${level}`,
    );
  }
}

/** The mean of at least one number. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Standard error of the mean, √(Σ(x − x̄)² / (n (n − 1))); Infinity for a single number, which bounds nothing. */
export function standardError(values: ArrayLike<number>): number {
  const count = values.length;
  if (count === 1) return Infinity;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - centre) ** 2;
  return Math.sqrt(squares / (count * (count - 1)));
}

/** Quantile of sorted numbers, linear between neighbours, as NumPy's default. */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const place = probability * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (above - below) * (place - Math.floor(place));
}

/** log(1 + eᶻ) without overflow. */
export function softplus(z: number): number {
  return Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
}
