/** A classifier for tests. */
import type { TextClassifier } from "../../lib/evaluate/mod.ts";

/** Knows eight features; its numbers are exact in binary. */
export const small: TextClassifier = {
  features: ["!", "bad", "film", "good", "good film", "great", "not", "not good"],
  weights: new Float32Array([0.25, -1, 0, 1, 0.5, 2, -0.25, -2]),
  calibration: { bias: 0.125, scale: 2, power: 0.5 },
};
