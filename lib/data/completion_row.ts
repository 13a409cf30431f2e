import { domainOf } from "./domain_of.ts";
import { isConversation, messagesOf } from "./chat/messages_of.ts";
import { pairFromRow } from "./pair_row.ts";
import { renderAnswers } from "./chat/render_answers.ts";
import { requireRender } from "./chat/require_render.ts";
import { keysOf, textOf } from "./row_problem.ts";
import type { Completion, JsonRecord, RowOptions } from "./types.ts";

/**
 * Reads a JSON object as a supervised example: `{prompt, completion}`, `{text}`, or a pair, whose chosen answer is learnt.
 * Of conversations, `{prompt, completion}` are lists of messages, and all of `{messages}` is learnt.
 *
 * @param row A JSON object.
 * @param options The chat template that conversations need.
 * @throws {TypeError} If its keys fit no kind, or a value has the wrong type.
 *
 * @example
 * ```ts
 * import { completionFromRow } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(completionFromRow({ text: "Hello" }), {
 *   prompt: "",
 *   completion: "Hello",
 * });
 * ```
 */
export function completionFromRow(row: JsonRecord, options: RowOptions = {}): Completion {
  const has = (name: string) => Object.hasOwn(row, name);
  if (isConversation(row.completion)) return conversation(row, options);
  if (has("completion")) return explicitCompletion(row);
  if (has("chosen")) return chosenCompletion(row, options);
  if (isConversation(row.messages)) return wholeConversation(row, options);
  if (has("text") && !has("prompt")) {
    return { prompt: "", completion: textOf(row, "text", "a completion"), ...domainOf(row) };
  }
  throw new TypeError(
    `Cannot read a completion as ${
      keysOf(row)
    }: give {prompt, completion}, {text}, {messages}, or a pair, or map their names as in prompt=question`,
  );
}

function explicitCompletion(row: JsonRecord): Completion {
  return {
    prompt: textOf(row, "prompt", "a completion"),
    completion: textOf(row, "completion", "a completion"),
    ...domainOf(row),
  };
}

function chosenCompletion(row: JsonRecord, options: RowOptions): Completion {
  const { prompt, chosen } = pairFromRow(row, options);
  return { prompt, completion: chosen, ...domainOf(row) };
}

function conversation(row: JsonRecord, { render }: RowOptions): Completion {
  const messages = (name: string) => messagesOf(row[name], name);
  const { prompt, answers: [completion] } = renderAnswers(
    messages("prompt"),
    [messages("completion")],
    requireRender(render),
  );
  return { prompt, completion: completion!, ...domainOf(row) };
}

function wholeConversation(row: JsonRecord, { render }: RowOptions): Completion {
  const text = requireRender(render)(messagesOf(row.messages, "messages"), {
    addGenerationPrompt: false,
  });
  return { prompt: "", completion: text, ...domainOf(row) };
}
