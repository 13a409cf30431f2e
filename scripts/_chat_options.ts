/** The options `--chat-template` and `--chat-date`: how data of messages become text. */
import { loadChatTemplate } from "../lib/tokens/mod.ts";
import type { ChatTemplate } from "../lib/tokens/mod.ts";
import { defineOptions, UsageError, type Values } from "./_arguments.ts";
import type { LoadedModel } from "./_load.ts";

/** The options of data that hold messages. */
export const chatOptions = defineOptions({
  chatTemplate: {
    type: "string",
    placeholder: "file",
    help: "Jinja template for data of messages; without this option the model's own.",
  },
  chatDate: {
    type: "string",
    placeholder: "yyyy-mm-dd",
    help:
      "The day that a chat template takes for today; without this option it knows none, so that runs on other days read the same.",
  },
});

/**
 * The chat template, as the readers of data take it; nothing where there is none.
 *
 * @throws {UsageError} If the date is none.
 * @throws {RangeError} If the file is missing.
 * @throws {SyntaxError} If it is no valid Jinja.
 */
export async function chatRender(
  { chatTemplate, chatDate }: Values<typeof chatOptions>,
  { folder, tokenizer }: Pick<LoadedModel, "folder" | "tokenizer">,
): Promise<{ render?: ChatTemplate }> {
  const { bos, eos } = tokenizer;
  const render = await loadChatTemplate(folder, {
    file: chatTemplate,
    ...(chatDate !== undefined && { now: dayOf(chatDate) }),
    specialTokens: {
      eos_token: tokenizer.tokenOf(eos)!,
      ...(bos !== undefined && { bos_token: tokenizer.tokenOf(bos)! }),
    },
  });
  return render ? { render } : {};
}

function dayOf(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
  if (isDay) return day;
  throw new UsageError(
    `Option --chat-date must be a day such as 2026-01-31: current value is ${JSON.stringify(text)}`,
  );
}
