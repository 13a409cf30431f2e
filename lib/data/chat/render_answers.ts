import type { Message, RenderMessages } from "../types.ts";

/** A prompt and its answers as text; the prompt and an answer together are what the template makes of both. */
export interface RenderedAnswers {
  /** Text of the prompt. */
  readonly prompt: string;
  /** Text of each answer. */
  readonly answers: readonly string[];
}

/**
 * A prompt and its answers through a chat template, by the rule of TRL's `apply_chat_template`
 * (https://github.com/huggingface/trl/blob/v1.16.0/trl/data_utils.py).
 *
 * The prompt ends with the beginning of the assistant's turn; where its last message is the assistant's, it ends with
 * that message, which the answer continues. An answer is what the template adds to the prompt when it sees both. Where it
 * writes the prompt otherwise then, as templates that drop or insert thoughts do, the prompt ends where all begin to differ.
 *
 * @param prompt Messages of the prompt; the last one the user's, a tool's or the assistant's.
 * @param answers Messages of each answer.
 * @param render The chat template.
 * @throws {TypeError} If the last message of the prompt is of another role, and whatever the template throws.
 *
 * @example
 * ```ts
 * import { type RenderMessages, renderAnswers } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const render: RenderMessages = (messages, { addGenerationPrompt }) =>
 *   messages.map(({ role, content }) => `<${role}>${content}\n`).join("") +
 *   (addGenerationPrompt ? "<assistant>" : "");
 * const prompt = [{ role: "user", content: "Tea?" }];
 * const answer = [{ role: "assistant", content: "Yes." }];
 *
 * deepEqual(renderAnswers(prompt, [answer], render), {
 *   prompt: "<user>Tea?\n<assistant>",
 *   answers: ["Yes.\n"],
 * });
 * ```
 */
export function renderAnswers(
  prompt: readonly Message[],
  answers: readonly (readonly Message[])[],
  render: RenderMessages,
): RenderedAnswers {
  const begun = renderPrompt(prompt, render);
  const whole = answers.map((answer) =>
    render([...prompt, ...answer], { addGenerationPrompt: false })
  );
  const end = Math.min(...whole.map((text) => commonLength(begun, text)));
  return { prompt: begun.slice(0, end), answers: whole.map((text) => text.slice(end)) };
}

function renderPrompt(prompt: readonly Message[], render: RenderMessages): string {
  const last = prompt.at(-1);
  if (last?.role === "user" || last?.role === "tool") {
    return render(prompt, { addGenerationPrompt: true });
  }
  if (last?.role === "assistant") {
    return render(prompt, { addGenerationPrompt: false, continueFinalMessage: true });
  }
  throw new TypeError(
    `Cannot read a conversation as the last message before the answer must be of role user, tool or assistant: it is ${
      last ? JSON.stringify(last.role) : "missing"
    }`,
  );
}

/** Length of the common beginning of two texts, in UTF-16 units; no character is cut in two. */
function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  const isWhole = length === 0 || length === a.length || !/[\ud800-\udbff]/.test(a[length - 1]!);
  return isWhole ? length : length - 1;
}
