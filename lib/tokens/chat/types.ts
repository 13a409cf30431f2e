/** Chat templates: from messages to the text that a model was taught to read. */
import type { Message } from "../../data/mod.ts";

/**
 * Turns messages into text; fits wherever room `data` asks for a `RenderMessages`.
 *
 * @param messages The conversation from its beginning.
 * @param options How the text ends.
 * @throws {TypeError} If the template refuses the messages or leaves one out, or the last one cannot be continued.
 */
export type ChatTemplate = (
  messages: readonly Message[],
  options?: RenderOptions,
) => string;

/** Options of a {@linkcode ChatTemplate}. */
export interface RenderOptions {
  /** End with the beginning of a turn of the assistant, which an answer continues. @default {false} */
  readonly addGenerationPrompt?: boolean;
  /** End within the last message, as if more of it were to come: leave out what closes it. @default {false} */
  readonly continueFinalMessage?: boolean;
}

/** Options for {@linkcode chatTemplate}. */
export interface ChatTemplateOptions {
  /** Texts of the special tokens by the names that templates call them: `bos_token`, `eos_token`, … @default {{}} */
  readonly specialTokens?: Readonly<Record<string, string>>;
  /**
   * The time that a template takes for now, in UTC; without it `strftime_now` is not defined, and a template that allows for
   * that takes the date which its makers fixed.
   */
  readonly now?: Date;
}

/** Options for {@linkcode loadChatTemplate}. */
export interface LoadChatTemplateOptions {
  /** A file with a template to take instead of the folder's own. */
  readonly file?: string | undefined;
  /** Special tokens that a template may ask for where the folder names none, such as `eos_token`. @default {{}} */
  readonly specialTokens?: Readonly<Record<string, string>>;
  /** The time that the template takes for now, in UTC. */
  readonly now?: Date;
}
