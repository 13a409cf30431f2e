/** Finds the chat template and the special tokens in what `tokenizer_config.json` holds. */
import type { JsonRecord } from "../../data/mod.ts";

/**
 * The chat template that a config names: a text, or the one called "default" in a list of `{name, template}`.
 *
 * @param config Content of `tokenizer_config.json`.
 * @returns The template, or nothing where the config has none.
 * @throws {TypeError} If `chat_template` is of neither kind, or has no default.
 */
export function templateOf({ chat_template }: JsonRecord): string | undefined {
  if (chat_template === undefined || chat_template === null) return undefined;
  if (typeof chat_template === "string") return chat_template;
  const named: unknown[] = Array.isArray(chat_template) ? chat_template : [];
  const templates = named.filter(isNamed);
  const chosen = templates.find(({ name }) => name === "default") ??
    (templates.length === 1 ? templates[0] : undefined);
  if (chosen) return chosen.template;
  const names = templates.map(({ name }) => JSON.stringify(name)).join(", ") || "none";
  throw new TypeError(
    `Cannot use the chat_template of tokenizer_config.json as it is neither a text nor a list with a template named "default": its names are ${names}`,
  );
}

/**
 * Texts of the special tokens by name: `bos_token`, `eos_token` and whatever else ends in `_token`.
 *
 * @param config Content of `tokenizer_config.json`.
 */
export function specialTokensOf(config: JsonRecord): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, token]) => {
      const text = name.endsWith("_token") ? textOf(token) : undefined;
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

interface NamedTemplate {
  readonly name: string;
  readonly template: string;
}

function isNamed(entry: unknown): entry is NamedTemplate {
  const { name, template } = (entry ?? {}) as Partial<NamedTemplate>;
  return typeof name === "string" && typeof template === "string";
}

/** A token is named by its text or by an object that holds its text. */
function textOf(token: unknown): string | undefined {
  const text = typeof token === "object" && token !== null
    ? (token as { content?: unknown }).content
    : token;
  return typeof text === "string" ? text : undefined;
}
