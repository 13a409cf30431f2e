import type { Message } from "../../data/mod.ts";

/** Ends in a space as transformers' tag does, so that templates which trim a message are told from those which do not. */
const TAG = "CONTINUE_FINAL_MESSAGE_TAG ";

/**
 * The text of a conversation up to the end of its last message's words, without what closes the message.
 *
 * @param messages The conversation.
 * @param render Renders a whole conversation.
 * @throws {TypeError} If there is no message, or the template leaves out the last one.
 */
export function withinFinalMessage(
  messages: readonly Message[],
  render: (messages: readonly Message[]) => string,
): string {
  const last = messages.at(-1);
  if (!last) {
    throw new TypeError("Cannot continue the last message as there is none: give one or more");
  }
  const text = render([...messages.slice(0, -1), { ...last, content: last.content + TAG }]);
  const end = text.lastIndexOf(TAG.trim());
  if (end < 0) {
    throw new TypeError(
      `Cannot continue the last message as the chat template leaves it out: its role is ${
        JSON.stringify(last.role)
      }`,
    );
  }
  const before = text.slice(0, end);
  return text.startsWith(TAG, end) ? before : before.trimEnd();
}
