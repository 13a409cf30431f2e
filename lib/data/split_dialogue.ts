const TURN = "\n\nAssistant:";

/**
 * Finds where the common prompt of two dialogues ends: after the last `"\n\nAssistant:"` up to which both are identical.
 *
 * The cut always lies at the beginning of a turn of the assistant, never inside a turn, even where two answers begin
 * with the same words. Dialogues that part before their last turn keep all that follows as the answer.
 *
 * @param chosen A dialogue of turns `"\n\nHuman: …"` and `"\n\nAssistant: …"`.
 * @param rejected Another such dialogue.
 * @returns The length of the prompt, in UTF-16 units.
 * @throws {TypeError} If the dialogues share no beginning of a turn of the assistant.
 *
 * @example Two answers that begin alike are not split after their common words
 * ```ts
 * import { splitDialogue } from "@fastslow/fastslow/data";
 * import { equal } from "node:assert/strict";
 *
 * const prompt = "\n\nHuman: Tea?\n\nAssistant:";
 *
 * equal(splitDialogue(prompt + " I do.", prompt + " I don't."), prompt.length);
 * ```
 */
export function splitDialogue(chosen: string, rejected: string): number {
  let end = 0;
  for (
    let turn = chosen.indexOf(TURN);
    turn >= 0;
    turn = chosen.indexOf(TURN, end)
  ) {
    const next = turn + TURN.length;
    if (chosen.slice(end, next) !== rejected.slice(end, next)) break;
    end = next;
  }
  if (end > 0) return end;
  throw new TypeError(
    `Cannot read a pair as its dialogues share no ${
      JSON.stringify(TURN)
    } turn: begin both with the same turns, or give "prompt" apart, or map its name as in prompt=question`,
  );
}
