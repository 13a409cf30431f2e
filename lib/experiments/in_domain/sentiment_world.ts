/** Controlled sentiment: the protocol of DPO's App. C.1 at a small model's scale. */
import { fold, type Key, uniform } from "../../base/mod.ts";
import type { Judge } from "../../evaluate/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import { labelPairs } from "./label_pairs.ts";
import { sampleAnswers } from "./sample_answers.ts";
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
const ANSWERS = 4;
const SHORTEST = 2;
const LONGEST = 8;
/** Children of the world's key. */
const STREAMS = { prefixes: 0, lengths: 1, answers: 2, labels: 3 } as const;

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
  const root = streamKey(seed, "world");
  const training = sizes.rounds * sizes.prefixesPerRound;
  const prefixes = await prefixesOf(source, training + sizes.heldOut + sizes.prompts, root);
  const sampling = samplingOf(source, prefixes.slice(training + sizes.heldOut), sizes.maxTokens);
  const groups = await labelled(source, prefixes.slice(0, training + sizes.heldOut), sizes, {
    root,
    sampling,
  });
  const rounds = Array.from({ length: sizes.rounds }, (_, round) => {
    const start = round * sizes.prefixesPerRound;
    return groups.slice(start, start + sizes.prefixesPerRound).flat();
  });
  const empty = rounds.findIndex(({ length }) => length === 0);
  if (empty !== -1) {
    throw new RangeError(
      `Cannot make the stream of seed ${seed} as all answers of round ${
        empty + 1
      } are equal: allow longer answers`,
    );
  }
  return {
    seed,
    rounds,
    heldOut: groups.slice(training).flat(),
    samples: sampling,
  };
}

/** Different prefixes of 2 to 8 tokens after the token that begins a text. */
async function prefixesOf(
  { model, tokenizer, texts }: SentimentSource,
  count: number,
  root: Key,
): Promise<Int32Array[]> {
  const { eos } = tokenizer;
  const prefixes = new Map<string, Int32Array>();
  for (let attempt = 0; prefixes.size < count; attempt++) {
    const child = fold(fold(root, STREAMS.prefixes), attempt);
    const wanted = count - prefixes.size;
    const starts = texts
      ? beginnings(texts, tokenizer, wanted, child)
      : await sampleAnswers(model, Array(wanted).fill(Int32Array.of(eos)), {
        maxTokens: LONGEST,
        eos,
        key: child,
      });
    const draws = uniform(fold(fold(root, STREAMS.lengths), attempt), wanted);
    starts.forEach((ids, i) => {
      const length = SHORTEST + Math.floor(draws[i]! * (LONGEST - SHORTEST + 1));
      const cut = ids.slice(0, length);
      if (cut.length === length && !cut.includes(eos)) {
        prefixes.set(cut.join(), Int32Array.of(eos, ...cut));
      }
    });
    if (attempt > 50) {
      throw new RangeError(
        `Cannot make ${count} different prefixes as only ${prefixes.size} were found: ask for fewer rounds, or give more texts`,
      );
    }
  }
  return [...prefixes.values()];
}

function beginnings(
  texts: readonly string[],
  tokenizer: Tokenizer,
  count: number,
  key: Key,
): Int32Array[] {
  if (texts.length === 0) throw new RangeError("Cannot take prefixes as there are no texts");
  return Array.from(
    uniform(key, count),
    (draw) => tokenizer.encode(texts[Math.floor(draw * texts.length)]!.slice(0, 100)),
  );
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
  { model, tokenizer }: SentimentSource,
  prefixes: readonly Int32Array[],
  { maxTokens, temperature }: SentimentSizes,
  { root, sampling }: { readonly root: Key; readonly sampling: Sampling },
): Promise<GradedPair[][]> {
  const prompts = prefixes.flatMap((prefix) => Array<Int32Array>(ANSWERS).fill(prefix));
  const answers = await sampleAnswers(model, prompts, {
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
