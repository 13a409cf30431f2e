/** The templates among the fixtures, and what transformers makes of them. */
import { type ChatTemplate, chatTemplate } from "../../../lib/tokens/mod.ts";
import oracle from "../../fixtures/chat.json" with { type: "json" };

/** One rendering by transformers: a text, or why there is none. */
export interface Case {
  readonly template: string;
  readonly conversation: number;
  readonly mode: string;
  readonly text: string | { readonly error: string };
}

/** All renderings. */
export const CASES = oracle.cases as readonly Case[];

/** The conversations that were rendered. */
export const { conversations, tokens } = oracle;

/** The text of a template. */
export async function templateText(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(`../../fixtures/chat/${name}`, import.meta.url));
}

/** A template with the special tokens and the clock of the oracle. */
export async function compiled(name: string): Promise<ChatTemplate> {
  return chatTemplate(await templateText(name), {
    specialTokens: tokens,
    now: new Date(oracle.now),
  });
}
