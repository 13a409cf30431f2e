import { calibrated, type Evidence, type LengthCalibration } from "../../evaluate/mod.ts";
import { minimise, type Slope } from "./minimise.ts";

/** What a classifier found in a text, and the text's class. */
export interface LabelledEvidence extends Evidence {
  /** Whether the text belongs to the positive class. */
  readonly positive: boolean;
}

/**
 * The calibration with the least log loss on texts that a classifier has not learnt from; where it errs nowhere, a slope as
 * steep as the tolerance of the search.
 *
 * @param texts Of every length that is to be judged.
 */
export function fitCalibration(texts: readonly LabelledEvidence[]): LengthCalibration {
  // The logarithm of the scale, so that it stays positive.
  const slope = (point: Float64Array): Slope => {
    const calibration = calibrationAt(point);
    const gradient = new Float64Array(3);
    let loss = 0;
    for (const { sum, count, positive } of texts) {
      const z = calibrated({ sum, count }, calibration);
      const sign = positive ? 1 : -1;
      loss += Math.max(0, -sign * z) + Math.log1p(Math.exp(-Math.abs(z)));
      const pull = -sign / (1 + Math.exp(sign * z)) / texts.length;
      const slanted = z - calibration.bias;
      gradient[0]! += pull;
      gradient[1]! += pull * slanted;
      gradient[2]! -= pull * slanted * Math.log1p(count);
    }
    return { value: loss / texts.length, gradient };
  };
  return calibrationAt(minimise(slope, new Float64Array(3)));
}

function calibrationAt(point: Float64Array): LengthCalibration {
  const [bias, logScale, power] = point as unknown as [number, number, number];
  return { bias, scale: Math.exp(logScale), power };
}
