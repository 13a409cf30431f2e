/** Log-probabilities under many policies of one model, by a step that is recorded once for each shape. */
import { type EncodedPair, type Tensors, tf } from "../base/mod.ts";
import { compile, type Compiled, recordsSteps } from "../engine/mod.ts";
import { answerLogps, batchTensors } from "../logprobs/mod.ts";
import { type Linear, type Model, plainLinear, policyInputs, splitInputs } from "../model/mod.ts";
import {
  batchPairs,
  requireSameRejected,
  roundUp,
  shareTexts,
  splitPairs,
  type TokenRow,
} from "../tokens/mod.ts";
import { rowCapacity } from "./row_capacity.ts";

/** Options for {@linkcode scorer}. */
export interface ScorerOptions {
  /** The affine maps under a policy's tensors, such as `(weights) => loraBank([weights], scale)`. @default {plainLinear} */
  readonly linear?: (weights: Tensors) => Linear;
  /** Most rows of one pass, each of a prompt with its answers or of several short ones. @default {64} */
  readonly rows?: number;
}

/** Summed log-probabilities of pairs, in nats. */
export interface ScoredPairs {
  /** Of the chosen answers, `[pairs]`. */
  readonly chosen: Float64Array;
  /** Of the rejected answers, the first ones of all pairs, then the second ones, and so on, `[K × pairs]`. */
  readonly rejected: Float64Array;
}

/** Scores answers under policies; see {@linkcode scorer}. `weights` have the same names and shapes in every call. */
export interface Scorer {
  /** log π(y | x) of one answer a prompt, summed over its tokens, in nats, `[answers]`. */
  scoreAnswers(
    prompts: readonly Int32Array[],
    answers: readonly Int32Array[],
    weights?: Tensors,
  ): Promise<Float64Array>;
  /**
   * The same of all answers of each pair; an answer that several pairs share is scored once.
   *
   * @throws {RangeError} If a pair has no rejected answer, or more of them than another.
   */
  scorePairs(pairs: readonly EncodedPair[], weights?: Tensors): Promise<ScoredPairs>;
  /** Gives back whatever was recorded. */
  dispose(): void;
}

/** What the lengths of a batch's lists are rounded up to where steps are recorded. */
const GRAIN = { time: 8, tokens: 256, rows: 8, digits: 2 } as const;

/**
 * Makes a scorer. On the engine `tensorflow` a pass is recorded once for each shape of batch, of which there are few, and
 * then serves every call and every policy.
 *
 * @param model The model; it must outlive the scorer unchanged.
 *
 * @example
 * ```ts
 * import { ensureEngine, loadModel, scorer } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * await ensureEngine();
 * const base = scorer(await loadModel("models/demo"));
 * const [logp] = await base.scoreAnswers([Int32Array.of(5)], [Int32Array.of(6, 7)]);
 * ok(logp! < 0);
 * base.dispose();
 * ```
 */
export function scorer(
  model: Model,
  { linear = () => plainLinear, rows = 64 }: ScorerOptions = {},
): Scorer {
  let compiled: Compiled | undefined;

  function pass(_state: unknown, batch: Tensors): [Tensors, Tensors] {
    const { weights, rest } = splitInputs(batch);
    const options = { linear: linear(weights), gradient: false };
    return [{}, { logps: answerLogps(model, rest, options) }];
  }

  async function run(texts: readonly EncodedPair[], capacity: number, policy: Tensors) {
    const own = batchOf(texts, capacity);
    try {
      const batch = { ...own, ...policy };
      compiled ??= compile(pass, {}, batch);
      const { logps } = compiled.run(batch);
      const found = await logps!.data<"float32">();
      logps!.dispose();
      return found;
    } finally {
      tf.dispose(own);
    }
  }

  async function scoreAnswers(
    prompts: readonly Int32Array[],
    answers: readonly Int32Array[],
    weights: Tensors = {},
  ) {
    const texts = prompts.map((prompt, row) => ({
      prompt,
      chosen: answers[row]!,
      rejected: [],
      row,
    }));
    const capacity = rowCapacity(texts);
    const policy = policyInputs(weights);
    const scores = new Float64Array(texts.length);
    for (const part of splitPairs(texts, { capacity, rows })) {
      const found = await run(part.map((i) => texts[i]!), capacity, policy);
      part.forEach((i, at) => scores[i] = found[at]!);
    }
    return scores;
  }

  return {
    scoreAnswers,
    async scorePairs(pairs, weights) {
      const { texts, answerTexts } = shareTexts(textsOf(pairs));
      const [prompts, answers] = [
        texts.map(({ prompt }) => prompt),
        texts.map(({ answer }) => answer),
      ];
      const scores = await scoreAnswers(prompts, answers, weights);
      const ofAnswers = Float64Array.from(answerTexts, (text) => scores[text]!);
      return {
        chosen: ofAnswers.slice(0, pairs.length),
        rejected: ofAnswers.slice(pairs.length),
      };
    },
    dispose: () => compiled?.dispose(),
  };
}

/** Every answer with its prompt: the chosen ones, then the first rejected ones, and so on. */
function textsOf(pairs: readonly EncodedPair[]): TokenRow[] {
  const count = requireSameRejected(pairs);
  const rejected = Array.from(
    { length: count },
    (_, k) => pairs.map(({ prompt, rejected }) => ({ prompt, answer: rejected[k]! })),
  );
  return [...pairs.map(({ prompt, chosen }) => ({ prompt, answer: chosen })), ...rejected.flat()];
}

/** Texts as a batch. Where steps are recorded, its lists are filled up; a repeated text costs no computation. */
function batchOf(texts: readonly EncodedPair[], capacity: number): Tensors {
  if (!recordsSteps()) return batchTensors(batchPairs(texts, { capacity }));
  const count = roundUp(texts.length, GRAIN.rows, GRAIN.digits);
  const filled = Array.from({ length: count }, (_, i) => texts[Math.min(i, texts.length - 1)]!);
  return batchTensors(batchPairs(filled, { capacity, time: capacity, bucket: GRAIN }));
}
