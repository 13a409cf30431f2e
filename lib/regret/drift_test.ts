/** Options for {@linkcode driftTest}. */
export interface DriftTestOptions {
  /** Rise δ of the loss over its mean that is still taken for chance, in nats. @default {0.02} */
  readonly tolerance?: number;
  /** Sum of larger rises at which the stream is said to have changed, in nats. @default {0.5} */
  readonly threshold?: number;
  /** Rounds before the first verdict. @default {10} */
  readonly patience?: number;
}

/**
 * Page and Hinkley's test for a rise in the mean of a stream
 * ({@link https://doi.org/10.1093/biomet/41.1-2.100 | Page, 1954}): with x̄ the running mean, Σ (x_t − x̄_t − δ) falls while
 * the stream stays as it is; a rise above its lowest point by more than the threshold is a change.
 *
 * @returns A function that is told one loss after the other, in nats, and says whether the stream has changed by now.
 * @throws {RangeError} If an option is out of its range, or, later, if a loss is not finite.
 *
 * @example
 * ```ts
 * import { driftTest } from "@fastslow/fastslow/regret";
 * import { equal } from "node:assert/strict";
 *
 * const hasChanged = driftTest({ threshold: 0.5 });
 * const losses = [...Array(20).fill(0.5), ...Array(3).fill(0.8)];
 * const first = losses.findIndex(hasChanged);
 * equal(first, 21); // at the second round of the new level
 * ```
 */
export function driftTest(
  { tolerance = 0.02, threshold = 0.5, patience = 10 }: DriftTestOptions = {},
): (loss: number) => boolean {
  requireRange("tolerance", tolerance, tolerance >= 0, "≥ 0");
  requireRange("threshold", threshold, threshold > 0, "> 0");
  requireRange("patience", patience, patience >= 1, "≥ 1");
  const state = { rounds: 0, mean: 0, sum: 0, lowest: 0 };
  return (loss) => {
    requireRange("the loss", loss, Number.isFinite(loss), "finite");
    state.rounds++;
    state.mean += (loss - state.mean) / state.rounds;
    state.sum += loss - state.mean - tolerance;
    state.lowest = Math.min(state.lowest, state.sum);
    return state.rounds >= patience && state.sum - state.lowest > threshold;
  };
}

function requireRange(name: string, value: number, isRight: boolean, range: string) {
  if (isRight) return;
  throw new RangeError(
    `Cannot test for drift as ${name} must be ${range}: current value is ${value}`,
  );
}
