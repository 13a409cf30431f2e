/** Checks what the two files of a tokenizer must hold before anything is built from them. */

type JsonObject = Record<string, unknown>;

/** The two files of a tokenizer, checked as far as they are used here. */
export interface TokenizerParts {
  /** `tokenizer.json` with every key that the library asks for. */
  readonly json: JsonObject;
  /** `tokenizer_config.json`, or an empty object. */
  readonly config: JsonObject;
  /** Texts of the tokens that are looked for before anything else, special or not. */
  readonly added: readonly string[];
  /** Texts of the special tokens. */
  readonly special: ReadonlySet<string>;
  /** Largest id + 1. */
  readonly size: number;
}

/** Keys that the library insists on, though the format lets them be absent. */
const OPTIONAL = {
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
};

/**
 * Checks the two files of a tokenizer.
 *
 * @throws {TypeError} If one is not of the form that Hugging Face documents.
 */
export function tokenizerParts(json: unknown, config: unknown): TokenizerParts {
  const file = objectOf(json, "tokenizer.json is no JSON object");
  const model = objectOf(file.model, `tokenizer.json has no "model"`);
  const added = addedTokens(file.added_tokens ?? []);
  const ids = [...vocabIds(model.vocab), ...added.map(({ id }) => id)];
  const special = added.filter((token) => token.special !== false);
  return {
    json: { ...OPTIONAL, ...file, added_tokens: added },
    config: objectOf(config, "tokenizer_config.json is no JSON object"),
    added: added.map(({ content }) => content),
    special: new Set(special.map(({ content }) => content)),
    size: 1 + ids.reduce(greater, -1),
  };
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special?: unknown;
}

function addedTokens(value: unknown): AddedToken[] {
  if (!Array.isArray(value)) throw malformed(`"added_tokens" is no list`);
  for (const token of value) {
    if (typeof token?.content !== "string") {
      throw malformed(`"added_tokens" holds one without "content"`);
    }
  }
  return value;
}

function vocabIds(vocab: unknown): number[] {
  if (Array.isArray(vocab)) return [vocab.length - 1];
  return Object.values(
    objectOf(vocab, `its "model" has no "vocab"`),
  ) as number[];
}

function greater(largest: number, id: number): number {
  if (Number.isInteger(id) && id >= 0 && id < 2 ** 31) {
    return Math.max(largest, id);
  }
  throw malformed(`its vocabulary holds the id ${JSON.stringify(id)}`);
}

function objectOf(value: unknown, complaint: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw malformed(complaint);
}

function malformed(why: string): TypeError {
  return new TypeError(
    `Cannot load the tokenizer as ${why}: give the files that Hugging Face's tokenizers write`,
  );
}
