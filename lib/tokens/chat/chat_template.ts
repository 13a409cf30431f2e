import type { Message } from "../../data/mod.ts";
import { compileTemplate } from "./compile_template.ts";
import { strftime } from "./strftime.ts";
import type { ChatTemplate, ChatTemplateOptions } from "./types.ts";
import { withinFinalMessage } from "./within_final_message.ts";

/**
 * Compiles a chat template in Jinja, rendered as `apply_chat_template` of transformers does
 * (https://huggingface.co/docs/transformers/chat_templating): the special tokens, `raise_exception` and `strftime_now` are
 * at its disposal, `tools` and `documents` are none.
 *
 * The result is text. A special token that it spells becomes that token when it is encoded, whether the template wrote it or
 * a message did; transformers does the same.
 *
 * @param template The template, as `chat_template.jinja` holds it.
 * @param options Special tokens, and the time that the template takes for now.
 * @returns A function that renders messages.
 * @throws {SyntaxError} If the template is no valid Jinja.
 *
 * @example ChatML
 * ```ts
 * import { chatTemplate } from "@fastslow/fastslow/tokens";
 * import { equal } from "node:assert/strict";
 *
 * const render = chatTemplate(
 *   "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}" +
 *     "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
 * );
 *
 * equal(
 *   render([{ role: "user", content: "Tea?" }], { addGenerationPrompt: true }),
 *   "<|im_start|>user\nTea?<|im_end|>\n<|im_start|>assistant\n",
 * );
 * ```
 */
export function chatTemplate(
  template: string,
  { specialTokens = {}, now }: ChatTemplateOptions = {},
): ChatTemplate {
  const compiled = compileTemplate(template, {
    raise_exception: (why: string) => {
      throw new TypeError(why);
    },
    ...(now && { strftime_now: (format: string) => strftime(now, format) }),
    tools: null,
    documents: null,
    ...specialTokens,
  });
  const render = (messages: readonly Message[], addGenerationPrompt: boolean) => {
    const text = attempted(() =>
      compiled({ messages, add_generation_prompt: addGenerationPrompt })
    );
    requireAll(messages, text);
    return text;
  };
  return (messages, { addGenerationPrompt = false, continueFinalMessage = false } = {}) =>
    continueFinalMessage
      ? withinFinalMessage(messages, (all) => render(all, false))
      : render(messages, addGenerationPrompt);
}

function attempted(render: () => string): string {
  try {
    return render();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(
      `Cannot render messages as the chat template refuses them: ${why.replace(/\s+/g, " ")}`,
      { cause },
    );
  }
}

/** Whose words are not always rendered as they are: templates leave out earlier thoughts and spell results as JSON. */
const REWORDED: readonly string[] = ["assistant", "tool", "ipython"];

/** Many templates pass over a role that they do not know without a word. */
function requireAll(messages: readonly Message[], text: string): void {
  const lost = messages.find(({ role, content }) =>
    !REWORDED.includes(role) && !text.includes(content.trim())
  );
  if (!lost) return;
  throw new TypeError(
    `Cannot render messages as the chat template leaves out a message of the role ${
      JSON.stringify(lost.role)
    }: give roles that it knows, such as user and assistant`,
  );
}
