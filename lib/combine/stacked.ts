import { type Matrix, tf } from "../base/mod.ts";
import type { Combined, Part } from "./mode.ts";

/** What the two factors of a module are multiplied with. */
export interface Coefficients {
  /** That of A. */
  readonly A: number;
  /** That of B. */
  readonly B: number;
}

/**
 * √|λ s| for both factors, with the sign of λ on A alone: their product is λ s. Neither factor outgrows the other, as it
 * would if one of them carried all.
 */
export function roots({ weight, scale }: Part): Coefficients {
  const root = Math.sqrt(Math.abs(weight * scale));
  return { A: Math.sign(weight * scale) * root, B: root };
}

/**
 * The modules' factors one after the other, so that their one product is Σ λ_i s_i B_i A_i.
 *
 * @param coefficients What the factors of a module are multiplied with; the product of the two is λ s.
 * @returns A `[Σ rank, in]` and B `[out, Σ rank]`.
 */
export function stacked(
  parts: readonly Part[],
  coefficients: (part: Part) => Coefficients = roots,
): Combined {
  return tf.tidy(() => ({
    A: tf.concat2d(parts.map((part) => tf.mul<Matrix>(part.A, coefficients(part).A)), 0),
    B: tf.concat2d(parts.map((part) => tf.mul<Matrix>(part.B, coefficients(part).B)), 1),
  }));
}
