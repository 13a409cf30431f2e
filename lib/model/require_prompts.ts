import type { ModelConfig } from "./config.ts";

/**
 * Throws unless the prompts can be continued.
 *
 * @throws {RangeError} If a prompt is empty or has an unknown token, or prompt and continuation together exceed the
 * model's context.
 */
export function requirePrompts(
  { context, vocab }: ModelConfig,
  prompts: readonly Int32Array[],
  maxTokens: number,
): void {
  const longest = Math.max(0, ...prompts.map((ids) => ids.length));
  if (prompts.some((ids) => ids.length === 0)) {
    throw new RangeError(
      "Cannot generate as a prompt is empty: begin with the tokenizer's BOS or EOS token",
    );
  }
  if (prompts.some((ids) => ids.some((id) => id < 0 || id >= vocab))) {
    throw new RangeError(
      `Cannot generate as a prompt has a token outside of the model's vocabulary of ${vocab}`,
    );
  }
  if (longest + maxTokens > context) {
    throw new RangeError(
      `Cannot generate ${maxTokens} tokens after a prompt of ${longest} as the model's context is ${context}`,
    );
  }
}
