/** The prompts that `task generate` goes on from. */
import { isConversation, messagesOf } from "../lib/data/chat/messages_of.ts";
import { type Message, readLines, readRows } from "../lib/data/mod.ts";
import type { ChatTemplate } from "../lib/tokens/mod.ts";
import { UsageError } from "./_arguments.ts";

/** A prompt as the user gave it: a text, or a conversation. */
export type Prompt = string | readonly Message[];

/** Where prompts come from. */
export interface PromptSources {
  /** One prompt; `-` takes it from standard input. */
  readonly prompt: string | undefined;
  /** A file with several of them. */
  readonly prompts: string | undefined;
}

/**
 * The prompts, in order: the one that is given, that on standard input, or those of a file: each line of one that ends in
 * `.txt`, else the field `prompt` of each row.
 *
 * @throws {UsageError} If there are none, or two sources.
 * @throws {TypeError} If a row has no prompt.
 */
export async function readPrompts({ prompt, prompts }: PromptSources): Promise<Prompt[]> {
  if ((prompt === undefined) === (prompts === undefined)) {
    throw new UsageError("Either --prompt or --prompts is needed, and not both. See --help.");
  }
  if (prompt === "-") return [await standardInput()];
  if (prompt !== undefined) return [prompt];
  const found = /\.txt(\.gz)?$/.test(prompts!) ? linesOf(prompts!) : rowsOf(prompts!);
  const all = await Array.fromAsync(found);
  if (all.length > 0) return all;
  throw new RangeError(`Cannot generate as ${prompts} has no prompt: write one a line`);
}

/** How prompts become texts. */
export interface Framing {
  /** Whether a text is what a user says; conversations are framed either way. */
  readonly chat: boolean;
  /** The model's chat template, if it has one. */
  readonly render?: ChatTemplate;
}

/**
 * The texts that the model reads.
 *
 * @throws {RangeError} If a template is needed, and there is none.
 */
export function textsOf(prompts: readonly Prompt[], { chat, render }: Framing): string[] {
  return prompts.map((prompt) => {
    if (typeof prompt === "string" && !chat) return prompt;
    const messages = typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt;
    if (render) return render(messages, { addGenerationPrompt: true });
    throw new RangeError(
      "Cannot generate in chat as the model has no chat template: name one by --chat-template, or leave --chat out",
    );
  });
}

/** What stands on standard input, without the line end that `echo` adds. */
async function standardInput(): Promise<string> {
  const text = await new Response(Deno.stdin.readable).text();
  return text.replace(/\r?\n$/, "");
}

async function* linesOf(path: string): AsyncGenerator<string> {
  for await (const { text } of readLines(path)) if (text.trim() !== "") yield text;
}

async function* rowsOf(path: string): AsyncGenerator<Prompt> {
  for await (const { value, place } of readRows(path)) {
    const { prompt } = value;
    if (typeof prompt === "string") yield prompt;
    else if (isConversation(prompt)) yield messagesOf(prompt, "prompt");
    else {
      throw new TypeError(
        `Cannot read prompts as ${place} has no text under "prompt": its keys are ${
          Object.keys(value).join(", ")
        }`,
      );
    }
  }
}
