import type { Completion, ParseOptions } from "./types.ts";
import { readCompletions } from "./read_completions.ts";

/**
 * Streams the plain texts of a file, for a tokenizer to learn from: `{text}`, or a prompt and its (chosen) completion
 * joined. Files and rows are those of `readCompletions`.
 *
 * @param path The file.
 * @param options How a row becomes a completion.
 * @returns The texts in file order.
 * @throws {RangeError} If the file is missing, is a folder, may not be read or has an over-long line.
 * @throws {SyntaxError} If a line is not UTF-8 or not JSON, or the gzip data is broken.
 * @throws {TypeError} If a line fits no kind of example.
 */
export async function* readTexts(
  path: string,
  options: ParseOptions<Completion> = {},
): AsyncGenerator<string> {
  const examples = readCompletions(path, { what: "texts", ...options });
  for await (const { prompt, completion } of examples) {
    yield prompt + completion;
  }
}
