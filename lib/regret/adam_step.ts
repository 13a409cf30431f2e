import type { MakeStep, RoundRate } from "./learner.ts";
import { requireNotNegative, requirePositive } from "./requirements.ts";

/** Options for {@linkcode adamStep}. */
export interface AdamStepOptions {
  /** Weight decay, decoupled from the gradient. @default {0} */
  readonly weightDecay?: number;
}

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/**
 * AdamW on plain vectors, with β₁ = 0.9, β₂ = 0.999, ε = 1e−8: the numbers of room `optim`'s `adamw`, without tensors.
 *
 * @param rate Learning rate by round, counted from 1.
 * @throws {RangeError} If `weightDecay` is negative; when it steps, if a rate is not positive.
 *
 * @example The first step has the length of the rate
 * ```ts
 * import { adamStep } from "@fastslow/fastslow/regret";
 * import { ok } from "node:assert/strict";
 *
 * const [x] = adamStep(() => 0.1)(1)(new Float64Array(1), Float64Array.of(7));
 * ok(Math.abs(x! + 0.1) < 1e-9);
 * ```
 */
export function adamStep(
  rate: RoundRate,
  { weightDecay = 0 }: AdamStepOptions = {},
): MakeStep {
  requireNotNegative("weightDecay", weightDecay);
  return (dimension) => {
    const [mean, square] = [new Float64Array(dimension), new Float64Array(dimension)];
    let round = 0;
    return (theta, gradient) => {
      const eta = rate(++round);
      requirePositive("rate", eta);
      const [seen1, seen2] = [1 - BETA1 ** round, 1 - BETA2 ** round];
      return theta.map((x, i) => {
        const g = gradient[i]!;
        const m = mean[i] = BETA1 * mean[i]! + (1 - BETA1) * g;
        const v = square[i] = BETA2 * square[i]! + (1 - BETA2) * g * g;
        return x - eta * (m / seen1 / (Math.sqrt(v / seen2) + EPSILON) + weightDecay * x);
      });
    };
  };
}
