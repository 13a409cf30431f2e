import { type Adapter, loraBank, loraScales } from "../../adapter/mod.ts";
import { key } from "../../base/mod.ts";
import { answerLengths, mean, type PairNumbers, scorePairs } from "../../evaluate/mod.ts";
import type { Model } from "../../model/mod.ts";
import { encodePairs } from "../../tokens/mod.ts";
import { choicePairs } from "./choice_pairs.ts";
import { hitsAtOne } from "./hit_ratio.ts";
import type { RecommendOptions } from "./types.ts";

/** What a policy makes of the choices that are asked for. */
export interface MeasuredChoices {
  /** Share of choices whose answer is the likeliest of all candidates, in [0, 1]; 1 over their number by chance. */
  readonly hits: number;
  /** Log-probabilities of the answers, and of all other candidates, with their lengths. */
  readonly scores: PairNumbers;
}

/** Holds each answer against all other candidates under a policy. */
export async function measuredChoices(
  { tokenizer, asked }: Pick<RecommendOptions, "tokenizer" | "asked">,
  model: Model,
  adapter?: Adapter,
): Promise<MeasuredChoices> {
  const { pairs } = encodePairs(choicePairs(asked, { key: key(0) }), tokenizer, {
    maxLength: model.config.context,
  });
  const scores = await scorePairs(
    model,
    pairs,
    adapter ? { linear: loraBank([adapter.weights], loraScales(adapter.config)) } : {},
  );
  return { hits: mean(hitsAtOne(scores)), scores: { ...scores, ...answerLengths(pairs) } };
}
