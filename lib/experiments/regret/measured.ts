/** Small words that all parts use. */
import { type LogLinear, logLinear } from "../../regret/mod.ts";
import { SETUP } from "./sizes.ts";

/** The policies of the streams that methods are compared on. */
export function comparedPolicy(): LogLinear {
  return logLinear(SETUP.dimension, { beta: SETUP.beta });
}

/** Sum of numbers. */
export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const x of numbers) total += x;
  return total;
}

/** Length of a vector. */
export function lengthOf(vector: ArrayLike<number>): number {
  return Math.sqrt(sum(Array.from(vector, (x) => x * x)));
}
