/** What a policy is worth: fresh samples, held-out pairs. */
import { type Adapter, loraBank, loraScale } from "../../adapter/mod.ts";
import { fold } from "../../base/mod.ts";
import {
  klFromSamples,
  mean,
  pairAccuracy,
  probability,
  rankAndCalibration,
  scoreAnswers,
  type ScoredPairs,
  scorePairs,
  winRate,
} from "../../evaluate/mod.ts";
import { type Linear, type Model, plainLinear } from "../../model/mod.ts";
import { streamKey } from "./streams.ts";
import { sampleAnswers } from "./sample_answers.ts";
import type { Sampling, World } from "./types.ts";

/** The reference on one world: what every policy is compared with. */
export interface ReferencePoint {
  /** Judge's log-odds of one sample a prompt, in nats. */
  readonly grades: Float64Array;
  /** Log-probabilities of the held-out pairs. */
  readonly heldOut: ScoredPairs;
}

/** A text that a policy wrote. */
export interface SampleText {
  /** What it continued. */
  readonly prompt: string;
  /** What it wrote. */
  readonly text: string;
  /** Judge's probability of the wanted sentiment. */
  readonly reward: number;
}

/** What an evaluation gives. */
export interface Evaluation {
  /** Numbers by metric. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Judge's probability for each prompt's sample; empty without a judge. */
  readonly rewards: readonly number[];
  /** Texts of the first prompts; empty without a judge. */
  readonly texts: readonly SampleText[];
}

/** What does not change between evaluations. */
export interface EvaluationOptions {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** Token that ends an answer. */
  readonly eos: number;
  /** The stream's held-out pairs and prompts. */
  readonly world: World;
  /** Inverse temperature β. */
  readonly beta: number;
}

/** Texts that are kept of an evaluation. */
const TEXTS = 8;
/** Streams of random numbers: one that every policy draws its samples with, and the reference's as their rival. */
const [OWN, RIVAL] = [4, 5] as const;

/** Measures the reference itself. */
export async function referencePoint(
  options: EvaluationOptions,
): Promise<{ point: ReferencePoint; evaluation: Evaluation }> {
  const { model, world } = options;
  const heldOut = await scorePairs(model, world.heldOut);
  // Drawn with random numbers of their own: against the same ones, equal texts would tie.
  const sampled = world.samples && await sample(options, world.samples, plainLinear, RIVAL);
  const point = { heldOut, grades: sampled?.grades ?? new Float64Array() };
  return { point, evaluation: await evaluate(options, point, plainLinear) };
}

/** Measures a policy: the reference under `adapter`. */
export function evaluatePolicy(
  options: EvaluationOptions,
  point: ReferencePoint,
  { weights, config }: Adapter,
): Promise<Evaluation> {
  return evaluate(options, point, loraBank([weights], loraScale(config)));
}

async function evaluate(
  options: EvaluationOptions,
  point: ReferencePoint,
  linear: Linear,
): Promise<Evaluation> {
  const { model, world, beta } = options;
  const heldOut = heldOutMetrics(world, await scorePairs(model, world.heldOut, { linear }), {
    point,
    beta,
  });
  if (!world.samples) return { metrics: heldOut, rewards: [], texts: [] };
  const { prompts, text } = world.samples;
  const { answers, grades } = await sample(options, world.samples, linear);
  const logPolicy = await scoreAnswers(model, prompts, answers, { linear });
  const logReference = await scoreAnswers(model, prompts, answers);
  const rewards = Array.from(grades, probability);
  const { kl } = klFromSamples(logPolicy, logReference);
  return {
    rewards,
    texts: prompts.slice(0, TEXTS).map((prompt, i) => {
      const { prompt: given, answer } = text(prompt, answers[i]!);
      return { prompt: given, text: answer, reward: rewards[i]! };
    }),
    metrics: {
      ...heldOut,
      reward: mean(rewards),
      reward_logit: mean(grades),
      objective: mean(grades) - beta * kl,
      win_rate: winRate(grades, point.grades).rate,
      kl,
      answer_tokens: mean(answers.map((ids) => ids.length)),
    },
  };
}

/** One answer a prompt; every policy draws with the same random numbers. */
async function sample(
  { model, eos, world }: EvaluationOptions,
  { prompts, maxTokens, judge }: Sampling,
  linear: Linear,
  child: number = OWN,
) {
  const stream = fold(streamKey(world.seed, "world"), child);
  const answers = await sampleAnswers(model, prompts, { maxTokens, eos, linear, key: stream });
  return { answers, grades: judge(prompts, answers) };
}

/** Ranking is held against the truth, calibration against the labels, which carry the noise. */
function heldOutMetrics(
  { heldOut }: World,
  policy: ScoredPairs,
  { point, beta }: { readonly point: ReferencePoint; readonly beta: number },
) {
  const margins = heldOut.map((_, i) =>
    policy.chosen[i]! - point.heldOut.chosen[i]! -
    (policy.rejected[i]! - point.heldOut.rejected[i]!)
  );
  const { accuracy, logLoss, brier, ece } = rankAndCalibration(margins, beta);
  return {
    accuracy: pairAccuracy(margins.map((h, i) => heldOut[i]!.isTrue ? h : -h)),
    label_accuracy: accuracy,
    heldout_loss: logLoss,
    heldout_margin: beta * mean(margins),
    brier,
    ece,
  };
}
