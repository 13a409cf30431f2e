import type { EncodedPair, Objective } from "../base/mod.ts";
import type { Model } from "../model/mod.ts";
import { withMismatched } from "../tokens/mod.ts";

/** The pairs as an objective needs them: with another pair's answer each, where it asks. */
export function pairsFor(
  { needsMismatched }: Pick<Objective, "needsMismatched">,
  pairs: readonly EncodedPair[],
  { config }: Pick<Model, "config">,
): readonly EncodedPair[] {
  return needsMismatched && pairs.length > 0 ? withMismatched(pairs, config.context) : pairs;
}
