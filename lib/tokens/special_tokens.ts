/** Finds the tokens that begin and end a text, from `tokenizer.json` and `tokenizer_config.json`. */
import type { HubTokenizer } from "./hub.ts";
import type { TokenizerParts } from "./tokenizer_parts.ts";

/** Names of the end of a text, the likelier ones first. */
const END_NAMES = [
  "<|endoftext|>",
  "</s>",
  "<eos>",
  "<|eos|>",
  "<|end_of_text|>",
  "<|im_end|>",
  "<|eot_id|>",
  "<｜end▁of▁sentence｜>",
  "[EOS]",
];

/**
 * Id of the token that ends a text: the config's `eos_token`, else a special token known by name.
 *
 * @throws {RangeError} If there is none, or the vocabulary lacks it.
 */
export function endOf(hub: HubTokenizer, parts: TokenizerParts): number {
  const named = contentOf(parts.config.eos_token);
  if (named !== undefined) return idIn(hub, named, "eos_token");
  const special = END_NAMES.find((name) => parts.special.has(name));
  if (special !== undefined) return idIn(hub, special, "eos_token");
  throw new RangeError(
    `Cannot load the tokenizer as nothing in it is known to end a text: name its "eos_token" in tokenizer_config.json`,
  );
}

/**
 * Id of the token that the tokenizer itself puts before a text, or nothing: the config's `add_bos_token` decides where
 * it is given, else whether encoding with special tokens begins with one.
 *
 * @throws {RangeError} If the config adds a `bos_token` that it does not name or the vocabulary lacks.
 */
export function beginOf(
  hub: HubTokenizer,
  { config }: TokenizerParts,
): number | undefined {
  if (config.add_bos_token === false) return undefined;
  const bare = hub.encode("a", { add_special_tokens: false }).ids;
  const dressed = hub.encode("a", { add_special_tokens: true }).ids;
  if (dressed[0] !== bare[0]) return dressed[0];
  if (config.add_bos_token !== true) return undefined;
  return idIn(hub, contentOf(config.bos_token), "bos_token");
}

/** A token is named by its text or by an object that holds its text. */
function contentOf(token: unknown): string | undefined {
  const content = typeof token === "object" && token !== null
    ? (token as { content?: unknown }).content
    : token;
  return typeof content === "string" ? content : undefined;
}

function idIn(
  hub: HubTokenizer,
  token: string | undefined,
  key: string,
): number {
  const id = token === undefined ? undefined : hub.token_to_id(token);
  if (id !== undefined) return id;
  throw new RangeError(
    `Cannot load the tokenizer as its vocabulary lacks the "${key}" of tokenizer_config.json: current value is ${
      JSON.stringify(token)
    }`,
  );
}
