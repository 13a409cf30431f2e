/** Small words that all parts use. */
import type { MetricRow } from "../../base/mod.ts";
import { type LogLinear, logLinear } from "../../regret/mod.ts";
import { SETUP } from "./sizes.ts";

/** Takes down what a method of a seed had after a number of rounds. */
export function measured(
  method: string,
  seed: number,
  step: number,
  metrics: Readonly<Record<string, number>>,
): MetricRow[] {
  return Object.entries(metrics).map(([metric, value]) => ({ method, seed, step, metric, value }));
}

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
