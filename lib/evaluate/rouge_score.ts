/** Precision, recall and their harmonic mean, each in [0, 1]. */
export interface RougeScore {
  /** Share of the candidate that the reference has too. */
  readonly precision: number;
  /** Share of the reference that the candidate has too. */
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly fmeasure: number;
}

/** How many units each text has. */
interface Sizes {
  readonly candidate: number;
  readonly reference: number;
}

/** The score of `hits` units that both texts share; 0 where a text has none. */
export function rougeScore(hits: number, { candidate, reference }: Sizes): RougeScore {
  const [precision, recall] = [hits / Math.max(candidate, 1), hits / Math.max(reference, 1)];
  const both = precision + recall;
  return { precision, recall, fmeasure: both > 0 ? 2 * precision * recall / both : 0 };
}
