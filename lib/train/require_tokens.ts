/**
 * Refuses what is not encoded, as a list of texts or a single prompt: types do not hold in JavaScript.
 *
 * @param task What cannot be done otherwise: the start of the message.
 * @param prompts A list of prompts in token ids.
 * @throws {TypeError} Naming what is there instead.
 */
export function requireTokens(task: string, prompts: unknown): void {
  const all = Array.isArray(prompts) ? prompts : [undefined];
  const at = all.findIndex((prompt) => !(prompt instanceof Int32Array));
  if (at === -1) return;
  const found = Array.isArray(prompts) ? `number ${at} is ${nameOf(all[at])}` : nameOf(prompts);
  throw new TypeError(
    `Cannot ${task} as prompts must be a list of token ids, Int32Array each: ${found}; encode texts by a tokenizer, rows by encodePairs`,
  );
}

function nameOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
