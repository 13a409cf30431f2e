/** Known rewards of the worlds' domains. */
import { mean } from "../../evaluate/mod.ts";

/** Measures of texts, each freed of the base's mean and scale. */
export interface Measures {
  /** Sentiment, plainness and first person of each text, in standard deviations of the base's own texts. */
  of(texts: readonly string[]): readonly Measured[];
}

/** What is measured of one text. */
export type Measured = readonly [sentiment: number, plain: number, personal: number];

/** A domain of the worlds. */
export interface RewardDomain {
  /** Short name. */
  readonly name: string;
  /** Words that its prompts open with, so that a policy can tell where it is. */
  readonly opening: string;
  /** Weights of the measures in the reward, from the share of the domain's stream that has gone by, in [0, 1]. */
  readonly weights: (progress: number) => Measured;
}

/** What a standard deviation of a measure is worth, in nats of log-odds. */
export const REWARD_SCALE = 4;

/**
 * Three domains whose wishes conflict: what praise wants, plain writing is told to avoid, and the third changes its mind,
 * from plain and impersonal to warm and personal, as slowly as its stream goes by.
 */
export const REWARD_DOMAINS: readonly RewardDomain[] = [
  { name: "praise", opening: "This movie", weights: () => [1, 0, 0] },
  { name: "plain", opening: "The story", weights: () => [-0.6, 0.8, 0] },
  {
    name: "drift",
    opening: "When I",
    weights: (progress) => {
      const angle = Math.PI / 2 * progress;
      return [
        0.8 * Math.sin(angle),
        0.6 * Math.cos(angle),
        Math.sin(angle) - 0.8 * Math.cos(angle),
      ];
    },
  },
];

/** A text's reward: log-odds, in nats. */
export function rewardOf(measured: Measured, weights: Measured): number {
  return REWARD_SCALE * measured.reduce((sum, value, i) => sum + value * weights[i]!, 0);
}

/**
 * Measures in units of the texts that they are told first.
 *
 * @param raw Each measure's values of some texts.
 * @param sample Texts that the base wrote.
 */
export function standardised(
  raw: readonly ((texts: readonly string[]) => readonly number[])[],
  sample: readonly string[],
): Measures {
  const scales = raw.map((measure) => {
    const values = measure(sample);
    const centre = mean(values);
    const spread = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
    return { measure, centre, spread: spread || 1 };
  });
  return {
    of(texts) {
      const columns = scales.map(({ measure, centre, spread }) =>
        measure(texts).map((value) => (value - centre) / spread)
      );
      return texts.map((_, i) => columns.map((column) => column[i]!) as unknown as Measured);
    },
  };
}
