/** What numbers of this room must be. */

/** Throws unless `value` is a whole number ≥ 1. */
export function requireCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(
    `Cannot learn online as ${name} must be a whole number >= 1: current value is ${value}`,
  );
}

/** Throws unless `value` is positive and finite. */
export function requirePositive(name: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new RangeError(
    `Cannot learn online as ${name} must be positive and finite: current value is ${value}`,
  );
}

/** Throws unless `value` is ≥ 0 and finite. */
export function requireNotNegative(name: string, value: number): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new RangeError(
    `Cannot learn online as ${name} must be finite and >= 0: current value is ${value}`,
  );
}

/** Throws unless `value` is positive; no limit at all is `Infinity`. */
export function requireRadius(value: number): void {
  if (value > 0) return;
  throw new RangeError(
    `Cannot learn online as radius must be positive: current value is ${value}`,
  );
}

/** Throws unless `values` has `length` numbers. */
export function requireLength(name: string, values: ArrayLike<number>, length: number): void {
  if (values.length === length) return;
  throw new RangeError(
    `Cannot learn online as ${name} must have ${length} numbers: current count is ${values.length}`,
  );
}
