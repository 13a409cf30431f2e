/** A prompt and every answer to it, one after the other. */
import type { TokenRow } from "./token_rows.ts";

/** One prompt with its answers: `[prompt | answer | answer …]`. */
export interface Sequence {
  /** Token ids of the prompt. */
  readonly prompt: Int32Array;
  /** Its answers, in order, each with the index of the text that it makes with the prompt. */
  readonly answers: readonly { readonly ids: Int32Array; readonly text: number }[];
}

/** One sequence a text: nothing is shared. */
export function sequencesApart(texts: readonly TokenRow[]): Sequence[] {
  return texts.map(({ prompt, answer }, text) => ({ prompt, answers: [{ ids: answer, text }] }));
}

/**
 * One sequence a prompt, in order of first appearance, so that all of its answers share its computation; a prompt with more
 * answers than the capacity takes has several.
 *
 * @param capacity Most tokens of a sequence, which one answer alone may exceed.
 */
export function sequencesByPrompt(texts: readonly TokenRow[], capacity = Infinity): Sequence[] {
  const byPrompt = Map.groupBy(sequencesApart(texts), ({ prompt }) => prompt.join());
  return [...byPrompt.values()].flatMap((some) => merged(some, capacity));
}

function merged(sequences: readonly Sequence[], capacity: number): Sequence[] {
  const whole: { prompt: Int32Array; answers: Sequence["answers"][number][] }[] = [];
  for (const { prompt, answers } of sequences) {
    const last = whole.at(-1);
    const longer = last && { prompt, answers: [...last.answers, ...answers] };
    if (longer && lengthOfSequence(longer) <= capacity) last.answers.push(...answers);
    else whole.push({ prompt, answers: [...answers] });
  }
  return whole;
}

/** Tokens of a sequence. */
export function lengthOfSequence({ prompt, answers }: Sequence): number {
  return answers.reduce((sum, { ids }) => sum + ids.length, prompt.length);
}
