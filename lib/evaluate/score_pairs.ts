/** Log-probabilities of many pairs on the host, every different row computed once. */
import { type EncodedPair, tf } from "../base/mod.ts";
import { answerLogps, batchTensors } from "../logprobs/mod.ts";
import { type Linear, type Model, plainLinear } from "../model/mod.ts";
import { batchPairs } from "../tokens/mod.ts";

/** Options for {@linkcode scoreAnswers} and {@linkcode scorePairs}. */
export interface ScoreOptions {
  /** Stands in for every affine map, to score an adapter. @default {plainLinear} */
  readonly linear?: Linear;
  /** Rows of one pass. @default {64} */
  readonly rows?: number;
}

/** Summed log-probabilities of pairs, in nats. */
export interface ScoredPairs {
  /** Of the chosen answers, `[pairs]`. */
  readonly chosen: Float64Array;
  /** Of the first rejected answers, `[pairs]`. */
  readonly rejected: Float64Array;
}

/**
 * log π(y | x) of answers, summed over their tokens.
 *
 * @param prompts Token ids of the prompts.
 * @param answers Token ids of one answer a prompt.
 * @returns In nats, `[answers]`.
 */
export async function scoreAnswers(
  model: Model,
  prompts: readonly Int32Array[],
  answers: readonly Int32Array[],
  { linear = plainLinear, rows = 64 }: ScoreOptions = {},
): Promise<Float64Array> {
  const lengths = prompts.map((prompt, i) => prompt.length + answers[i]!.length);
  const order = [...prompts.keys()].sort((a, b) => lengths[a]! - lengths[b]!);
  const scores = new Float64Array(prompts.length);
  for (let start = 0; start < order.length; start += rows) {
    const some = order.slice(start, start + rows);
    const batch = batchTensors(batchPairs(some.map((i) => ({
      prompt: prompts[i]!,
      chosen: answers[i]!,
      rejected: [],
      row: i,
    }))));
    const logps = answerLogps(model, batch, { linear, gradient: false });
    (await logps.data()).forEach((value, at) => scores[some[at]!] = value);
    tf.dispose([logps, batch]);
  }
  return scores;
}

/** Log-probabilities of both answers of each pair; an answer that several pairs share is scored once. */
export async function scorePairs(
  model: Model,
  pairs: readonly EncodedPair[],
  options: ScoreOptions = {},
): Promise<ScoredPairs> {
  const known = new Map<string, number>();
  const prompts: Int32Array[] = [];
  const answers: Int32Array[] = [];
  const placeOf = (prompt: Int32Array, answer: Int32Array) => {
    const name = `${prompt.join()} ${answer.join()}`;
    const place = known.get(name);
    if (place !== undefined) return place;
    known.set(name, prompts.length);
    prompts.push(prompt);
    return answers.push(answer) - 1;
  };
  const chosen = pairs.map((pair) => placeOf(pair.prompt, pair.chosen));
  const rejected = pairs.map((pair) => placeOf(pair.prompt, pair.rejected[0]!));
  const scores = await scoreAnswers(model, prompts, answers, options);
  return {
    chosen: Float64Array.from(chosen, (place) => scores[place]!),
    rejected: Float64Array.from(rejected, (place) => scores[place]!),
  };
}
