import type { LogLinear } from "./log_linear.ts";
import { logistic, sigmoid } from "./logistic.ts";

/** Σ_t f_t at a point, with its derivatives. */
export interface Sums {
  /** Σ f_t(u), in nats. */
  readonly loss: number;
  /** Σ ∇f_t(u), `[dimension]`. */
  readonly gradient: Float64Array;
  /** Σ ∇²f_t(u), row by row, `[dimension × dimension]`; the lower triangle alone. */
  readonly hessian: Float64Array;
}

/** One pass over the rounds, holding none of them. */
export function sumsAt(
  { beta, dimension: d }: LogLinear,
  rounds: Iterable<ArrayLike<number>>,
  u: Float64Array,
): Sums {
  const [gradient, hessian] = [new Float64Array(d), new Float64Array(d * d)];
  let loss = 0;
  for (const x of rounds) {
    const share = d / x.length; // 1/pairs
    for (let at = 0; at < x.length; at += d) {
      let z = 0;
      for (let i = 0; i < d; i++) z += beta * u[i]! * x[at + i]!;
      const p = sigmoid(-z);
      const [slope, curvature] = [-share * beta * p, share * beta * beta * p * (1 - p)];
      loss += share * logistic(z);
      for (let i = 0; i < d; i++) {
        gradient[i]! += slope * x[at + i]!;
        const row = curvature * x[at + i]!;
        for (let j = 0; j <= i; j++) hessian[i * d + j]! += row * x[at + j]!;
      }
    }
  }
  return { loss, gradient, hessian };
}

/**
 * Throws unless there are rounds, each with whole and finite pairs, that can be gone through again: what is spent would pass
 * for a stream without loss, best at 0.
 *
 * @throws {TypeError} If the rounds are a generator's.
 * @throws {RangeError} Naming the round, counted from 1.
 */
export function requireRounds(dimension: number, rounds: Iterable<ArrayLike<number>>): void {
  if (rounds[Symbol.iterator]() as unknown === rounds) {
    throw new TypeError(
      "Cannot look back as the rounds must be there again for each step: give an array or a re-iterable, no generator",
    );
  }
  let count = 0;
  for (const x of rounds) requireRound(x, dimension, ++count);
  if (count === 0) {
    throw new RangeError("Cannot look back as there must be a round: current count is 0");
  }
}

function requireRound(x: ArrayLike<number>, dimension: number, round: number): void {
  if (x.length === 0 || x.length % dimension !== 0) {
    throw new RangeError(
      `Cannot sum losses as round ${round} must have pairs of ${dimension} features: current count of numbers is ${x.length}`,
    );
  }
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i])) continue;
    throw new RangeError(
      `Cannot sum losses as features of round ${round} must be finite: current value is ${x[i]}`,
    );
  }
}
