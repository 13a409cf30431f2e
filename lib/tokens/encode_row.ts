import { encodeAnswer } from "./encode_answer.ts";
import { encodePrompt } from "./encode_prompt.ts";
import type { Tokenizer } from "./types.ts";

/** A prompt and its answers in tokens, cut to a longest length. */
export interface FittedRow {
  /** Token ids of the prompt; never empty. */
  readonly prompt: Int32Array;
  /** Token ids of each answer; never empty. */
  readonly answers: readonly Int32Array[];
  /** Whether the prompt lost tokens. */
  readonly promptCut: boolean;
  /** How many answers lost tokens. */
  readonly answersCut: number;
}

/** Why a row cannot be learnt from. */
export type Flaw = "empty" | "identical" | "identicalWhenCut";

/**
 * Encodes a prompt and its answers apart and cuts them to `maxLength` tokens together.
 *
 * An answer keeps its first `maxLength − 1` tokens. The prompt, which the answers share, keeps its last tokens beside
 * the longest of them; a BOS stays at its front.
 *
 * @returns The row, or why nothing can be learnt from it.
 */
export function encodeRow(
  prompt: string,
  answers: readonly string[],
  tokenizer: Tokenizer,
  maxLength: number,
): FittedRow | Flaw {
  const whole = answers.map((answer) => encodeAnswer(answer, tokenizer, { after: prompt }));
  if (whole.some((ids) => isEmpty(ids, tokenizer))) return "empty";
  if (repeatsFirst(whole)) return "identical";
  const cut = whole.map((ids) => ids.subarray(0, maxLength - 1));
  if (repeatsFirst(cut)) return "identicalWhenCut";
  const room = maxLength - Math.max(...cut.map((ids) => ids.length));
  const ids = encodePrompt(prompt, tokenizer);
  return {
    prompt: lastTokens(ids, room, tokenizer.bos),
    answers: cut,
    promptCut: ids.length > room,
    answersCut: whole.filter((ids) => ids.length >= maxLength).length,
  };
}

/** Whether there is nothing but white space and special tokens, such as those with which a chat template closes a turn. */
function isEmpty(ids: Int32Array, tokenizer: Tokenizer): boolean {
  return tokenizer.decode(ids, { skipSpecial: true }).trim() === "";
}

/** Whether any later answer equals the first. */
function repeatsFirst([first, ...others]: readonly Int32Array[]): boolean {
  return others.some((other) =>
    other.length === first!.length &&
    other.every((id, i) => id === first![i])
  );
}

function lastTokens(
  ids: Int32Array<ArrayBuffer>,
  room: number,
  bos: number | undefined,
): Int32Array {
  if (ids.length <= room) return ids;
  const kept = ids.slice(-room);
  if (bos !== undefined) kept[0] = bos;
  return kept;
}
