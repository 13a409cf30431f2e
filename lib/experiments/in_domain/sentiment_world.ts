/** Controlled sentiment: the protocol of DPO's App. C.1 at a small model's scale. */
import { fold, type Key } from "../../base/mod.ts";
import type { Judge } from "../../evaluate/mod.ts";
import { type Model, type Sampler, sampler } from "../../model/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import { sampleAnswers } from "../../train/mod.ts";
import { inRounds } from "./in_rounds.ts";
import { labelPairs } from "./label_pairs.ts";
import { prefixesOf } from "./prefixes.ts";
import { streamKey } from "./streams.ts";
import type { GradedPair, Sampling, World } from "./types.ts";

/** Sizes of the world. */
export interface SentimentSizes {
  /** Rounds of the stream. */
  readonly rounds: number;
  /** Prefixes of a round, each with up to six pairs. */
  readonly prefixesPerRound: number;
  /** Prefixes of the held-out pairs. */
  readonly heldOut: number;
  /** Prefixes of fresh samples. */
  readonly prompts: number;
  /** Most tokens of a completion. */
  readonly maxTokens: number;
  /** Temperature τ of the labels; 0 for labels without noise. */
  readonly temperature: number;
}

/** What the world is made from. */
export interface SentimentSource {
  /** The reference: writes prefixes and completions. */
  readonly model: Model;
  /** Its tokenizer. */
  readonly tokenizer: Tokenizer;
  /** The ground truth. */
  readonly judge: Judge;
  /** Texts whose beginnings become prefixes. @default {the reference writes them} */
  readonly texts?: readonly string[];
}

/** Completions of one prefix. */
export const ANSWERS = 4;
/** Children of the world's key; 0 and 1 are the prefixes', 4 and 5 the evaluations'. */
const STREAMS = { answers: 2, labels: 3 } as const;

/**
 * Makes a stream of labelled rounds, held-out pairs and prompts for fresh samples, from different prefixes each.
 *
 * Prefixes have 2 to 8 tokens; each gets four completions at temperature 1 from the reference, hence up to six pairs.
 */
export async function sentimentWorld(
  source: SentimentSource,
  sizes: SentimentSizes,
  seed: number,
): Promise<World> {
  const writer = sampler(source.model);
  try {
    return await writtenWorld({ ...source, writer }, sizes, seed);
  } finally {
    writer.dispose();
  }
}

/** A source whose model writes. */
export type Writing = SentimentSource & { readonly writer: Sampler };

async function writtenWorld(
  source: Writing,
  sizes: SentimentSizes,
  seed: number,
): Promise<World> {
  const root = streamKey(seed, "world");
  const training = sizes.rounds * sizes.prefixesPerRound;
  const prefixes = await prefixesOf(source, training + sizes.heldOut + sizes.prompts, root);
  const sampling = samplingOf(source, prefixes.slice(training + sizes.heldOut), sizes.maxTokens);
  const groups = await labelled(source, prefixes.slice(0, training + sizes.heldOut), sizes, {
    root,
    sampling,
  });
  return {
    seed,
    rounds: inRounds(groups, sizes, seed),
    heldOut: groups.slice(training).flat(),
    samples: sampling,
  };
}

function samplingOf(
  { tokenizer, judge }: SentimentSource,
  prompts: readonly Int32Array[],
  maxTokens: number,
): Sampling {
  const decode = (ids: Int32Array) => tokenizer.decode(ids, { skipSpecial: true });
  return {
    prompts,
    maxTokens,
    text: (prompt, answer) => ({ prompt: decode(prompt), answer: decode(answer) }),
    judge: (prompts, answers) =>
      judge(prompts.map((prompt, i) => decode(Int32Array.of(...prompt, ...answers[i]!)))),
  };
}

async function labelled(
  { writer, tokenizer }: Writing,
  prefixes: readonly Int32Array[],
  { maxTokens, temperature }: SentimentSizes,
  { root, sampling }: { readonly root: Key; readonly sampling: Sampling },
): Promise<GradedPair[][]> {
  const prompts = prefixes.flatMap((prefix) => Array<Int32Array>(ANSWERS).fill(prefix));
  const answers = await sampleAnswers(writer, prompts, {
    maxTokens,
    eos: tokenizer.eos,
    key: fold(root, STREAMS.answers),
  });
  const grades = sampling.judge(prompts, answers);
  return prefixes.map((prompt, i) => {
    const [from, to] = [i * ANSWERS, (i + 1) * ANSWERS];
    return labelPairs(
      { prompt, answers: answers.slice(from, to), grades: grades.slice(from, to) },
      { temperature, key: fold(fold(root, STREAMS.labels), i), row: i },
    );
  });
}
