import { decodeWritten } from "../../model/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import type { JudgeAnswers } from "./judged_answers.ts";

/**
 * Lets a judge of texts grade answers in tokens: it is given each prompt with its answer as one text.
 *
 * @param judge Grades texts, such as `Judge` does; it may take its time.
 * @param tokenizer The tokenizer of prompts and answers.
 *
 * @example
 * ```ts
 * import { loadTokenizer } from "@fastslow/fastslow";
 * import { key } from "@fastslow/fastslow/base";
 * import { textJudge } from "@fastslow/fastslow/train";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tokenizer = await loadTokenizer("models/demo");
 * const judge = textJudge((texts) => texts.map((text) => text.split("e").length - 1), tokenizer);
 * const [prompt, answer] = ["He", " feels"].map((text) => tokenizer.encode(text));
 * deepEqual(await judge([prompt!], [answer!], key(0)), [3]);
 * ```
 */
export function textJudge(
  judge: (texts: readonly string[]) => ArrayLike<number> | Promise<ArrayLike<number>>,
  tokenizer: Pick<Tokenizer, "decode" | "size">,
): JudgeAnswers {
  return (prompts, answers) =>
    judge(prompts.map((prompt, i) => decodeWritten([...prompt, ...answers[i]!], tokenizer)));
}
