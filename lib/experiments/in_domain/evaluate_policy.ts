/** What a policy is worth: fresh samples, held-out pairs. */
import type { Adapter } from "../../adapter/mod.ts";
import { fold, type Tensors } from "../../base/mod.ts";
import { klFromSamples, mean, probability, type ScoredPairs, winRate } from "../../evaluate/mod.ts";
import { sampleAnswers } from "../../train/mod.ts";
import type { Evaluation, EvaluationOptions, ReferencePoint } from "./evaluation.ts";
import { heldOutMetrics } from "./held_out_metrics.ts";
import { type Instrument, type Instruments, instruments } from "./instruments.ts";
import { requireScores } from "./require_scores.ts";
import { streamKey } from "./streams.ts";
import type { Sampling } from "./types.ts";

/** Texts that are kept of an evaluation. */
const TEXTS = 8;
/** Streams of random numbers: one that every policy draws its samples with, and the reference's as their rival. */
const [OWN, RIVAL] = [4, 5] as const;

/** One answer a prompt. */
interface Drawn {
  readonly answers: readonly Int32Array[];
  /** Judge's log-odds, in nats. */
  readonly grades: Float64Array;
}

/** Draws of a policy with their log-probabilities under it and under the reference, in nats. */
interface ScoredDraw extends Drawn {
  readonly logPolicy: Float64Array;
  readonly logReference: Float64Array;
}

/** Measures the reference itself: its samples are those that the policies' win against. */
export function referencePoint(
  options: EvaluationOptions,
): Promise<{ point: ReferencePoint; evaluation: Evaluation }> {
  return measuring(options, (tools) => measureReference(options, tools));
}

async function measureReference(options: EvaluationOptions, tools: Instruments) {
  const { world: { heldOut: pairs, samples } } = options;
  const base = tools.of();
  const heldOut = await base.scorer.scorePairs(pairs);
  // Drawn with random numbers of their own: against a policy's, equal texts would tie.
  const drawn = samples && await draw(options, samples, base, { child: RIVAL });
  const point = { heldOut, grades: drawn?.grades ?? new Float64Array() };
  // Against itself no text is more probable, whatever its probability.
  const same = new Float64Array(drawn?.answers.length ?? 0);
  const scored = drawn && { ...drawn, logPolicy: same, logReference: same };
  return { point, evaluation: evaluationOf(options, point, heldOut, scored) };
}

/**
 * Measures a policy: the reference under `adapter`.
 *
 * @throws {DivergenceError} If a log-probability is not finite.
 */
export function evaluatePolicy(
  options: EvaluationOptions,
  point: ReferencePoint,
  adapter: Adapter,
): Promise<Evaluation> {
  return measuring(options, (tools) => measurePolicy(options, point, adapter, tools));
}

async function measurePolicy(
  options: EvaluationOptions,
  point: ReferencePoint,
  { weights, config }: Adapter,
  tools: Instruments,
): Promise<Evaluation> {
  const { world: { heldOut: pairs, samples } } = options;
  const policy = tools.of(config);
  const heldOut = await policy.scorer.scorePairs(pairs, weights);
  for (const scores of Object.values(heldOut)) requireScores("held-out pairs", scores);
  if (!samples) return evaluationOf(options, point, heldOut);
  const drawn = await draw(options, samples, policy, { child: OWN, weights });
  const { prompts } = samples;
  const logPolicy = await policy.scorer.scoreAnswers(prompts, drawn.answers, weights);
  const logReference = await tools.of().scorer.scoreAnswers(prompts, drawn.answers);
  requireScores("samples", logPolicy);
  return evaluationOf(options, point, heldOut, { ...drawn, logPolicy, logReference });
}

/** Measures with the given instruments, or with some of its own. */
async function measuring<T>(
  { model, instruments: given }: EvaluationOptions,
  measure: (tools: Instruments) => Promise<T>,
): Promise<T> {
  const tools = given ?? instruments(model);
  try {
    return await measure(tools);
  } finally {
    if (!given) tools.dispose();
  }
}

/** One answer a prompt; every policy draws with the same random numbers. */
async function draw(
  { eos, world }: EvaluationOptions,
  { prompts, maxTokens, judge }: Sampling,
  { sampler }: Instrument,
  { child, weights = {} }: { readonly child: number; readonly weights?: Tensors },
): Promise<Drawn> {
  const stream = fold(streamKey(world.seed, "world"), child);
  const answers = await sampleAnswers(sampler, prompts, { maxTokens, eos, weights, key: stream });
  return { answers, grades: judge(prompts, answers) };
}

function evaluationOf(
  { world, beta }: EvaluationOptions,
  { heldOut: reference, grades: rivals }: ReferencePoint,
  heldOut: ScoredPairs,
  drawn?: ScoredDraw,
): Evaluation {
  const ranked = heldOutMetrics(world, heldOut, { reference, beta });
  if (!drawn) return { metrics: ranked, rewards: [], logRatios: [], texts: [] };
  const { answers, grades, logPolicy, logReference } = drawn;
  const { prompts, text } = world.samples!;
  const rewards = Array.from(grades, probability);
  const { kl } = klFromSamples(logPolicy, logReference);
  return {
    rewards,
    logRatios: Array.from(logPolicy, (value, i) => value - logReference[i]!),
    texts: prompts.slice(0, TEXTS).map((prompt, i) => {
      const { prompt: given, answer } = text(prompt, answers[i]!);
      return { prompt: given, text: answer, reward: rewards[i]! };
    }),
    metrics: {
      ...ranked,
      reward: mean(rewards),
      reward_logit: mean(grades),
      objective: mean(grades) - beta * kl,
      win_rate: winRate(grades, rivals).rate,
      kl,
      answer_tokens: mean(answers.map((ids) => ids.length)),
    },
  };
}
