/** What the numbers that a loss is set with must be. */

/** Throws unless every number is positive and finite. */
export function requirePositive(loss: string, numbers: Readonly<Record<string, number>>) {
  requireAll(loss, numbers, "> 0", (value) => value > 0 && Number.isFinite(value));
}

/** Throws unless every number is finite and not negative. */
export function requireNotNegative(loss: string, numbers: Readonly<Record<string, number>>) {
  requireAll(loss, numbers, "≥ 0", (value) => value >= 0 && Number.isFinite(value));
}

/** Throws unless every number is finite. */
export function requireFinite(loss: string, numbers: Readonly<Record<string, number>>) {
  requireAll(loss, numbers, "finite", Number.isFinite);
}

/** Throws unless every share of flipped labels is in [0, ½): from ½ on the labels say nothing, or the opposite. */
export function requireNoise(loss: string, shares: Readonly<Record<string, number>>) {
  requireAll(loss, shares, "in [0, 0.5)", (value) => value >= 0 && value < 0.5);
}

/** Throws unless β is positive. */
export function requireBeta(loss: string, beta: number) {
  requirePositive(loss, { beta });
}

/** Throws, naming the first number that breaks the rule. */
export function requireAll(
  loss: string,
  numbers: Readonly<Record<string, number>>,
  rule: string,
  holds: (value: number) => boolean,
) {
  for (const [name, value] of Object.entries(numbers)) {
    if (holds(value)) continue;
    throw new RangeError(
      `Cannot compute ${loss} as ${name} must be ${rule}: current value is ${value}`,
    );
  }
}
