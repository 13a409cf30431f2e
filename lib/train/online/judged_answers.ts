/** Answers that a judge graded: what online preferences and filters are made from. */
import type { Key } from "../../base/mod.ts";

/**
 * Draws one answer to each prompt, as token ids; none may be empty. Its randomness is the key alone.
 *
 * @param prompts Token ids of the prompts; one may stand there several times.
 */
export type SampleAnswers = (
  prompts: readonly Int32Array[],
  key: Key,
) => Promise<readonly Int32Array[]>;

/**
 * Grades each answer to its prompt; higher is better, in any unit. It may be a classifier, a reward function, a person who
 * is asked: it may take its time. A judge that draws takes its random numbers from the key.
 */
export type JudgeAnswers = (
  prompts: readonly Int32Array[],
  answers: readonly Int32Array[],
  key: Key,
) => ArrayLike<number> | Promise<ArrayLike<number>>;

/**
 * Samples an answer a prompt.
 *
 * @param task What cannot be done otherwise: the start of a message.
 * @throws {RangeError} If the sampler gives another number of answers, or an empty one.
 */
export async function sampled(
  task: string,
  sample: SampleAnswers,
  prompts: readonly Int32Array[],
  key: Key,
): Promise<readonly Int32Array[]> {
  const answers = await sample(prompts, key);
  if (answers.length !== prompts.length) {
    throw new RangeError(
      `Cannot ${task} as the sampler must give one answer a prompt: current counts are ${answers.length} answers to ${prompts.length} prompts`,
    );
  }
  const empty = answers.findIndex(({ length }) => length === 0);
  if (empty === -1) return answers;
  throw new RangeError(
    `Cannot ${task} as no answer may be empty: answer ${empty} has no token; let it end in the end-of-text token`,
  );
}

/**
 * Grades answers.
 *
 * @throws {RangeError} If the judge gives another number of grades, or one that is not finite.
 */
export async function graded(
  task: string,
  judge: JudgeAnswers,
  { prompts, answers, key }: {
    readonly prompts: readonly Int32Array[];
    readonly answers: readonly Int32Array[];
    readonly key: Key;
  },
): Promise<Float64Array> {
  const grades = Float64Array.from(await judge(prompts, answers, key));
  if (grades.length !== answers.length) {
    throw new RangeError(
      `Cannot ${task} as the judge must give one grade an answer: current counts are ${grades.length} grades of ${answers.length} answers`,
    );
  }
  const bad = grades.findIndex((grade) => !Number.isFinite(grade));
  if (bad === -1) return grades;
  throw new RangeError(
    `Cannot ${task} as every grade must be finite: grade ${bad} is ${grades[bad]}`,
  );
}
