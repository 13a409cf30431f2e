/** Worlds of conflicting domains with known rewards, over texts that the base itself writes. */
import { fold } from "../../base/mod.ts";
import type { Judge } from "../../evaluate/mod.ts";
import { type Model, sampler } from "../../model/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import { inRounds } from "../in_domain/in_rounds.ts";
import { labelPairs } from "../in_domain/label_pairs.ts";
import type { SentimentSizes } from "../in_domain/sentiment_world.ts";
import { streamKey } from "../in_domain/streams.ts";
import type { GradedPair } from "../in_domain/types.ts";
import {
  type Measures,
  REWARD_DOMAINS,
  type RewardDomain,
  rewardOf,
  standardised,
} from "./domain_rewards.ts";
import { firstPerson, plainness } from "./text_measures.ts";
import type { CrossWorld, Domain } from "./types.ts";
import { ANSWERS, write, type Written } from "./written_domain.ts";

/** Sizes of each domain. */
export type WorldSizes = SentimentSizes;

/** What the worlds are made from. */
export interface WorldSource {
  /** The reference: writes prefixes and completions. */
  readonly model: Model;
  /** Its tokenizer. */
  readonly tokenizer: Tokenizer;
  /** Sentiment, one of the measures. */
  readonly judge: Judge;
  /** The domains, in the order in which they arrive. @default {REWARD_DOMAINS} */
  readonly domains?: readonly RewardDomain[];
}

/** Child of a domain's key that labels come from; 0, 1 and 6 are the prefixes', 2 the answers', 4 and 5 the evaluations'. */
const LABELS = 3;

/**
 * Makes the domains of a seed: each has prompts that open with words of its own, four completions a prompt from the
 * reference, and labels by Bradley-Terry on its reward. Held-out pairs and fresh samples of a domain that drifts are
 * judged by what it wants at the end.
 */
export async function rewardWorlds(
  source: WorldSource,
  sizes: WorldSizes,
  seed: number,
): Promise<CrossWorld> {
  const writer = sampler(source.model);
  try {
    const written = [];
    for (const [index, domain] of (source.domains ?? REWARD_DOMAINS).entries()) {
      const root = fold(streamKey(seed, "world"), 100 + index);
      written.push(await write({ ...source, writer }, domain, sizes, root));
    }
    const measures = measuresOf(source, written.flatMap(({ texts }) => texts));
    return {
      seed,
      domains: written.map((domain) => labelled(source, domain, sizes, { measures, seed })),
    };
  } finally {
    writer.dispose();
  }
}

function measuresOf({ judge }: WorldSource, texts: readonly string[]): Measures {
  const each = (measure: (text: string) => number) => (texts: readonly string[]) =>
    texts.map(measure);
  return standardised(
    [(texts) => Array.from(judge(texts)), each(plainness), each(firstPerson)],
    texts,
  );
}

function labelled(
  { tokenizer }: WorldSource,
  { domain, root, prefixes, prompts, answers, texts }: Written,
  sizes: WorldSizes,
  { measures, seed }: { readonly measures: Measures; readonly seed: number },
): Domain {
  const training = sizes.rounds * sizes.prefixesPerRound;
  const measured = measures.of(texts);
  const groups = prefixes.map((prompt, i): GradedPair[] => {
    const [from, to] = [i * ANSWERS, (i + 1) * ANSWERS];
    const round = Math.floor(i / sizes.prefixesPerRound);
    const progress = i < training ? round / Math.max(1, sizes.rounds - 1) : 1;
    const weights = domain.weights(progress);
    const grades = measured.slice(from, to).map((text) => rewardOf(text, weights));
    return labelPairs(
      { prompt, answers: answers.slice(from, to), grades },
      { temperature: sizes.temperature, key: fold(fold(root, LABELS), i), row: i },
    );
  });
  const decode = (ids: Int32Array) => tokenizer.decode(ids, { skipSpecial: true });
  return {
    name: domain.name,
    drifts: domain.weights(0).some((weight, i) => weight !== domain.weights(1)[i]),
    seed,
    rounds: inRounds(groups, sizes, seed),
    heldOut: groups.slice(training).flat(),
    samples: {
      prompts,
      maxTokens: sizes.maxTokens,
      text: (prompt, answer) => ({ prompt: decode(prompt), answer: decode(answer) }),
      judge: (_prompts, answers) =>
        Float64Array.from(
          measures.of(answers.map(decode)),
          (text) => rewardOf(text, domain.weights(1)),
        ),
    },
  };
}
