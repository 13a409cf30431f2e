/** The two runs of a seed: the base learns the choices, and S-DPO goes on from there. */
import { type Adapter, mergeAdapter } from "../../adapter/mod.ts";
import { fold, key, type Objective, tf } from "../../base/mod.ts";
import { marginMeasures } from "../../evaluate/mod.ts";
import { preferenceObjective, sdpo, supervisedObjective } from "../../losses/mod.ts";
import type { Model } from "../../model/mod.ts";
import { adamw } from "../../optim/mod.ts";
import { encodePairs } from "../../tokens/mod.ts";
import { train } from "../../train/mod.ts";
import { choicePairs } from "./choice_pairs.ts";
import { type MeasuredChoices, measuredChoices } from "./measured.ts";
import { RECOMMEND_SETTINGS } from "./settings.ts";
import type { RecommendOptions } from "./types.ts";

/** The base once it has learnt the choices; the caller owns it. */
export interface Supervised extends MeasuredChoices {
  /** The base with what it learnt folded in. */
  readonly reference: Model;
  /** Updates. */
  readonly steps: number;
}

/** Lets the base learn the choices. */
export async function supervised(options: RecommendOptions, seed: number): Promise<Supervised> {
  const { model, supervisedRate, epochs } = { ...RECOMMEND_SETTINGS, ...options };
  const { adapter, steps } = await trained(options, {
    objective: supervisedObjective(),
    model,
    negatives: 1,
    rate: supervisedRate,
    epochs: epochs.supervised,
    seed,
  });
  const reference = mergeAdapter(model, adapter);
  tf.dispose(adapter.weights);
  return { reference, steps, ...await measuredChoices(options, reference) };
}

/** The hit ratio after S-DPO with K rejected answers, and why the margins over all candidates moved. */
export async function softmaxDpo(
  options: RecommendOptions,
  { reference, scores: before }: Supervised,
  { K, rate, seed }: { readonly K: number; readonly rate: number; readonly seed: number },
) {
  const { beta, epochs } = { ...RECOMMEND_SETTINGS, ...options };
  const { adapter, steps } = await trained(options, {
    objective: preferenceObjective("sdpo", sdpo({ beta })),
    model: reference,
    negatives: K,
    rate,
    epochs: epochs.preferences,
    seed,
  });
  const { hits, scores } = await measuredChoices(options, reference, adapter);
  tf.dispose(adapter.weights);
  return { hits, steps, margins: marginMeasures(scores, before, { beta }) };
}

/** What differs between the runs. */
interface Run {
  readonly objective: Objective;
  readonly model: Model;
  readonly negatives: number;
  readonly rate: number;
  readonly epochs: number;
  readonly seed: number;
}

/** The draws of a seed are the same for every K, and so is the order of the choices. */
async function trained(
  { tokenizer, known, batchSize = RECOMMEND_SETTINGS.batchSize }: RecommendOptions,
  { objective, model, negatives, rate, epochs, seed }: Run,
): Promise<{ adapter: Adapter; steps: number }> {
  const drawn = choicePairs(known, { negatives, key: fold(key(seed), 0) });
  const { pairs } = encodePairs(drawn, tokenizer, { maxLength: model.config.context });
  const { adapters, played, steps } = await train({
    model,
    pairs,
    objective,
    lora: RECOMMEND_SETTINGS.lora,
    optimiser: adamw({ rate }),
    batchSize,
    steps: epochs * Math.ceil(pairs.length / batchSize),
    shuffle: true,
    seed,
    padId: tokenizer.eos,
  });
  return { adapter: adapters[played]!, steps };
}
