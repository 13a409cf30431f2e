/** Round numbers for axes. */

/**
 * Multiples of the least of 1, 2, 5 × 10ⁿ that cuts the way from `low` to `high` into no more than `most` parts.
 *
 * @returns The multiples within both ends, and the step from one to the next.
 */
export function linearTicks(
  low: number,
  high: number,
  most = 5,
): { readonly ticks: readonly number[]; readonly step: number } {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((digit) => digit * power >= rough * (1 - 1e-9))! * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return { ticks: Array.from({ length: count }, (_, i) => tidy((first + i) * step)), step };
}

/** 1, 2, 5 a decade, or powers of ten where there are many decades; within both ends, which must be positive. */
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = Math.log10(high / low);
  const digits = decades <= 2.5 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / 8));
  const ticks: number[] = [];
  for (let power = first; power <= last; power++) {
    if (power % every !== 0) continue;
    // "1e-3" is parsed to the nearest double; 10 ** -3 need not be.
    for (const digit of digits) ticks.push(Number(`${digit}e${power}`));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** A number without the noise of binary fractions. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
