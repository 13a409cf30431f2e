/** Answers sampled from a policy, in batches that fit memory. */
import { fold, type Key, type Tensors } from "../../base/mod.ts";
import type { Sampler } from "../../model/mod.ts";

/** Rows that are sampled at once. */
const ROWS = 256;

/** Options for {@linkcode sampleAnswers}. */
export interface SampleAnswersOptions {
  /** Most tokens of an answer, its end-of-text token included. */
  readonly maxTokens: number;
  /** Token that ends an answer. */
  readonly eos: number;
  /** Random stream. */
  readonly key: Key;
  /** The policy's tensors. @default {none} */
  readonly weights?: Tensors;
}

/**
 * Samples one answer a prompt.
 *
 * @param sampler At temperature 1, so that log-probabilities are those of the sampling law.
 * @returns Token ids; an answer that ended by itself ends in `eos`, so that none is empty.
 */
export async function sampleAnswers(
  sampler: Sampler,
  prompts: readonly Int32Array[],
  { maxTokens, eos, key, weights = {} }: SampleAnswersOptions,
): Promise<Int32Array[]> {
  const answers: Int32Array[] = [];
  for (let start = 0; start < prompts.length; start += ROWS) {
    const some = prompts.slice(start, start + ROWS);
    const options = { maxTokens, stop: eos, key: fold(key, start), weights };
    for (const ids of await sampler.sample(some, options)) {
      answers.push(ids.length < maxTokens ? Int32Array.of(...ids, eos) : ids);
    }
  }
  return answers;
}
