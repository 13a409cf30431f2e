import { presentFeatures } from "../../evaluate/mod.ts";

/** A text in words, and its class. */
export interface LabelledWords {
  /** Words of the text. */
  readonly words: readonly string[];
  /** Whether it belongs to the positive class. */
  readonly positive: boolean;
}

/** What a classifier may look at. */
export interface ChosenFeatures {
  /** Words and pairs of neighbours, sorted by code units, `[features]`. */
  readonly features: readonly string[];
  /** Smoothed log-odds of each of them between the classes, in nats, `[features]`. */
  readonly ratios: Float64Array;
}

/** Options for {@linkcode chooseFeatures}. */
export interface ChooseOptions {
  /** How many to choose at most. @default {65536} */
  readonly size?: number;
  /** Fewest texts that a feature must stand in. @default {4} */
  readonly least?: number;
  /** Added to every count, α. @default {1} */
  readonly smoothing?: number;
}

/**
 * The words and pairs of neighbours that tell two classes apart best: those with the largest |r|·√count, where
 * r = log((p + α) / Σ(p + α)) − log((q + α) / Σ(q + α)) is the log-count ratio of naive Bayes between the numbers p and q
 * of positive and negative texts that they stand in ({@link https://aclanthology.org/P12-2018 | Wang & Manning}, Eq. 1).
 *
 * @param texts Texts with their class.
 * @param options How many, and how often they must stand.
 */
export function chooseFeatures(
  texts: readonly LabelledWords[],
  { size = 65536, least = 4, smoothing = 1 }: ChooseOptions = {},
): ChosenFeatures {
  const counts = frequent(texts, least);
  const total = (side: 0 | 1) => counts.reduce((sum, { in: n }) => sum + n[side] + smoothing, 0);
  const offset = Math.log(total(1) / total(0));
  const ratio = ([p, q]: readonly [number, number]) =>
    Math.log((p + smoothing) / (q + smoothing)) + offset;
  const rated = counts.map(({ feature, in: n }) => {
    const r = ratio(n);
    return { feature, r, rank: Math.abs(r) * Math.sqrt(n[0] + n[1]) };
  });
  const best = rated.sort((a, b) => b.rank - a.rank || order(a, b)).slice(0, size).sort(order);
  return {
    features: best.map(({ feature }) => feature),
    ratios: Float64Array.from(best, ({ r }) => r),
  };
}

interface Counted {
  readonly feature: string;
  /** Positive and negative texts that it stands in. */
  readonly in: readonly [number, number];
}

function frequent(texts: readonly LabelledWords[], least: number): Counted[] {
  const positive = new Map<string, number>();
  const negative = new Map<string, number>();
  for (const text of texts) {
    const counts = text.positive ? positive : negative;
    for (const feature of presentFeatures(text.words)) {
      counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }
  }
  const found: Counted[] = [];
  for (const feature of new Set([...positive.keys(), ...negative.keys()])) {
    const [p, q] = [positive.get(feature) ?? 0, negative.get(feature) ?? 0];
    if (p + q >= least) found.push({ feature, in: [p, q] });
  }
  return found;
}

function order(a: { readonly feature: string }, b: { readonly feature: string }): number {
  return a.feature < b.feature ? -1 : Number(a.feature > b.feature);
}
