import type { Choice } from "./choices.ts";
import { hitsAtOne } from "./hit_ratio.ts";

/**
 * Hits of who recommends, of the candidates, the one that was chosen most often in other choices: what needs no model.
 *
 * @param known Choices that are counted.
 * @param choices Choices that are recommended for, all with the same number of candidates.
 */
export function popularityHits(known: readonly Choice[], choices: readonly Choice[]): number[] {
  const counts = new Map<string, number>();
  for (const { chosen } of known) counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  const countOf = (name: string) => counts.get(name) ?? 0;
  return choices.flatMap(({ chosen, others }) =>
    hitsAtOne({ chosen: [countOf(chosen)], rejected: others.map(countOf) })
  );
}
