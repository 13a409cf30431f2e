import { type Adapter, loraBank, loraScales } from "../../adapter/mod.ts";
import { key } from "../../base/mod.ts";
import { mean, scorePairs } from "../../evaluate/mod.ts";
import type { Model } from "../../model/mod.ts";
import { encodePairs } from "../../tokens/mod.ts";
import { choicePairs } from "./choice_pairs.ts";
import { hitsAtOne } from "./hit_ratio.ts";
import type { RecommendOptions } from "./types.ts";

/**
 * Share of choices whose answer is, of all candidates, the likeliest under a policy.
 *
 * @returns In [0, 1]; 1 over the number of candidates by chance.
 */
export async function hitRatio(
  { tokenizer, asked }: Pick<RecommendOptions, "tokenizer" | "asked">,
  model: Model,
  adapter?: Adapter,
): Promise<number> {
  const { pairs } = encodePairs(choicePairs(asked, { key: key(0) }), tokenizer, {
    maxLength: model.config.context,
  });
  const scores = await scorePairs(
    model,
    pairs,
    adapter ? { linear: loraBank([adapter.weights], loraScales(adapter.config)) } : {},
  );
  return mean(hitsAtOne(scores));
}
