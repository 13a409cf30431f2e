/** A policy on which DPO is convex: log-linear in given features. */
import { addRow, logistic, product, sigmoid } from "./logistic.ts";
import { requireCount, requireLength, requirePositive } from "./requirements.ts";

/** Options for {@linkcode logLinear}. */
export interface LogLinearOptions {
  /** Inverse temperature β of DPO. @default {0.1} */
  readonly beta?: number;
}

/** Candidate answers to one prompt. */
export interface Answers {
  /** Features φ(x, y), answer by answer, `[answers × dimension]`. */
  readonly features: ArrayLike<number>;
  /** log π_ref(y | x), in nats, `[answers]`. @default {the uniform law} */
  readonly reference?: ArrayLike<number>;
}

/** The policies π_θ ∝ π_ref · exp⟨θ, φ⟩, and DPO on them; θ is a plain vector, `[dimension]`. */
export interface LogLinear {
  /** Number of features. */
  readonly dimension: number;
  /** Inverse temperature β of DPO. */
  readonly beta: number;
  /** log π_θ(y | x) of the candidates, in nats, `[answers]`. */
  logProbs(theta: ArrayLike<number>, answers: Answers): Float64Array;
  /** Margins h = ⟨θ, φ(x, y_w) − φ(x, y_l)⟩ of pairs given by their differences of features, `[pairs]`. */
  margins(theta: ArrayLike<number>, differences: ArrayLike<number>): Float64Array;
  /** f(θ): mean −log σ(βh) over the pairs, in nats. */
  loss(theta: ArrayLike<number>, differences: ArrayLike<number>): number;
  /** ∇f(θ), `[dimension]`. */
  gradient(theta: ArrayLike<number>, differences: ArrayLike<number>): Float64Array;
}

/**
 * Log-linear policies π_θ(y | x) ∝ π_ref(y | x) · exp⟨θ, φ(x, y)⟩. The partition function cancels in DPO's margin
 * h = ⟨θ, φ(x, y_w) − φ(x, y_l)⟩, so DPO ({@link https://arxiv.org/abs/2305.18290 | Rafailov et al.}, Eq. 7) is logistic
 * regression without intercept on differences of features: convex in θ, with gradients of length ≤ β · max ‖φ_w − φ_l‖.
 *
 * @param dimension Number of features.
 * @returns Methods that throw a `RangeError` where θ or features are not whole vectors of that dimension.
 * @throws {RangeError} If `dimension` is not a whole number ≥ 1, or `beta` not positive.
 *
 * @example
 * ```ts
 * import { logLinear } from "@fastslow/fastslow";
 * import { equal, ok } from "node:assert/strict";
 *
 * const policy = logLinear(2, { beta: 0.5 });
 * equal(policy.loss([0, 0], [1, -1]), Math.LN2); // it has not moved
 * equal(policy.margins([3, 1], [1, -1])[0], 2);
 * const [a, b] = policy.logProbs([3, 1], { features: [1, 0, 0, 1] });
 * ok(Math.abs(a! - b! - 2) < 1e-12);
 * ```
 */
export function logLinear(
  dimension: number,
  { beta = 0.1 }: LogLinearOptions = {},
): LogLinear {
  requireCount("dimension", dimension);
  requirePositive("beta", beta);
  const rowsOf = (theta: ArrayLike<number>, rows: ArrayLike<number>) => {
    requireLength("theta", theta, dimension);
    requireCount("number of rows of features", rows.length / dimension);
    return rows.length / dimension;
  };
  const margins = (theta: ArrayLike<number>, rows: ArrayLike<number>) => {
    const found = new Float64Array(rowsOf(theta, rows));
    for (let row = 0; row < found.length; row++) found[row] = product(theta, rows, row);
    return found;
  };
  return {
    dimension,
    beta,
    logProbs: (theta, { features, reference }) => {
      const logits = margins(theta, features);
      if (reference) requireLength("reference", reference, logits.length);
      return normalised(logits.map((logit, i) => logit + (reference?.[i] ?? 0)));
    },
    margins,
    loss: (theta, differences) => {
      const pairs = rowsOf(theta, differences);
      let sum = 0;
      for (let row = 0; row < pairs; row++) {
        sum += logistic(beta * product(theta, differences, row));
      }
      return sum / pairs;
    },
    gradient: (theta, differences) => {
      const pairs = rowsOf(theta, differences);
      const mean = new Float64Array(dimension);
      for (let row = 0; row < pairs; row++) {
        const slope = -beta * sigmoid(-beta * product(theta, differences, row));
        addRow(mean, differences, row, slope / pairs);
      }
      return mean;
    },
  };
}

function normalised(logits: Float64Array): Float64Array {
  const most = Math.max(...logits);
  const total = most + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - most), 0));
  return logits.map((x) => x - total);
}
