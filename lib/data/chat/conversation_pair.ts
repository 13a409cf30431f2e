import type { Pair } from "../../base/types.ts";
import { domainOf } from "../domain_of.ts";
import { isConversation, messagesOf } from "./messages_of.ts";
import { renderAnswers } from "./render_answers.ts";
import { requireRender } from "./require_render.ts";
import { keysOf } from "../row_problem.ts";
import { scoresOf } from "../scores_of.ts";
import type { JsonRecord, Message, RowOptions } from "../types.ts";

/**
 * Reads a pair of conversations: `prompt`, `chosen` and `rejected` are lists of messages `{role, content}`, `rejected`
 * may be a list of such lists. Without a `prompt` of messages the common beginning of all answers is the prompt, as TRL's
 * `extract_prompt` has it, also where a text of that name repeats the question; see {@linkcode renderAnswers} for the
 * text that comes of it. Scores and domain are read as in {@linkcode explicitPair}.
 *
 * @param row A JSON object.
 * @param options The model's chat template.
 * @throws {TypeError} If there is no template, a key is missing, a value is no list of messages, or the answers begin
 * with no common message.
 *
 * @example
 * ```ts
 * import { conversationPair } from "@fastslow/fastslow/data";
 * import { equal } from "node:assert/strict";
 *
 * const user = { role: "user", content: "Tea?" };
 * const pair = conversationPair({
 *   chosen: [user, { role: "assistant", content: "Yes." }],
 *   rejected: [user, { role: "assistant", content: "No." }],
 * }, { render: (messages) => messages.map(({ content }) => content).join("|") });
 *
 * equal(pair.prompt + pair.chosen, "Tea?|Yes.");
 * ```
 */
export function conversationPair(row: JsonRecord, { render }: RowOptions = {}): Pair {
  const { prompt, answers } = split(row);
  const text = renderAnswers(prompt, answers, requireRender(render));
  const [chosen, ...rejected] = text.answers;
  return {
    prompt: text.prompt,
    chosen: chosen!,
    rejected: rejected.length === 1 && !isList(row.rejected) ? rejected[0]! : rejected,
    ...scoresOf(row, rejected.length),
    ...domainOf(row),
  };
}

function split(row: JsonRecord) {
  for (const name of ["chosen", "rejected"]) {
    if (Object.hasOwn(row, name)) continue;
    throw new TypeError(`Cannot read a pair as "${name}" is missing: ${keysOf(row)}`);
  }
  const answers = [
    messagesOf(row.chosen, "chosen"),
    ...isList(row.rejected)
      ? (row.rejected as unknown[]).map((each) => messagesOf(each, "rejected"))
      : [messagesOf(row.rejected, "rejected")],
  ];
  if (isConversation(row.prompt)) return { prompt: messagesOf(row.prompt, "prompt"), answers };
  const common = commonTurns(answers);
  if (common === 0) {
    throw new TypeError(
      'Cannot read a pair as its conversations share no first message: begin all with the same messages, or give "prompt" apart',
    );
  }
  return {
    prompt: answers[0]!.slice(0, common),
    answers: answers.map((answer) => answer.slice(common)),
  };
}

/** Whether there are several rejected conversations. */
function isList(rejected: unknown): boolean {
  return Array.isArray(rejected) && Array.isArray(rejected[0]);
}

/** How many messages all conversations begin with; each keeps one at least as its answer. */
function commonTurns(all: readonly (readonly Message[])[]): number {
  const most = Math.min(...all.map(({ length }) => length)) - 1;
  const [first, ...others] = all.map((messages) => messages.map(keyOf));
  const parting = first!.findIndex((turn, i) => others.some((other) => other[i] !== turn));
  return parting < 0 ? most : Math.min(parting, most);
}

/** Two messages are the same where all of their fields are, in whatever order. */
function keyOf(message: Message): string {
  return JSON.stringify(Object.entries(message).sort(([a], [b]) => a < b ? -1 : 1));
}
