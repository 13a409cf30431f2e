/** Whether a loss that looks at more than the order ranks better than DPO. */
import { key } from "../../base/mod.ts";
import { mean, pairedInterval, sharedPromptsInterval } from "../../evaluate/mod.ts";
import { type Claim, judge, shown } from "../in_domain/claim.ts";
import { unsupported } from "../in_domain/claims.ts";
import type { SummaryRun } from "./compare_losses.ts";

/** Options for {@linkcode summaryClaims}. */
export interface SummaryClaimOptions {
  /** Whether a claim may be supported at all; a look of few seeds may not. @default {true} */
  readonly mayBeSupported?: boolean;
}

const BASELINE = "dpo";

/**
 * Holds each loss against DPO at each number of pairs, seed by seed on the same pairs. The verdict is over seeds; the
 * interval over posts, which all seeds share, is told beside it.
 */
export function summaryClaims(
  runs: readonly SummaryRun[],
  { mayBeSupported = true }: SummaryClaimOptions = {},
): Claim[] {
  const sizes = [...new Set(runs.map(({ size }) => size))];
  const losses = [...new Set(runs.map(({ loss }) => loss))].filter((loss) => loss !== BASELINE);
  const claims = losses.flatMap((loss) =>
    sizes.flatMap((size) => claimOf(runs.filter((run) => run.size === size), loss, size) ?? [])
  );
  return mayBeSupported ? claims : claims.map(unsupported);
}

function claimOf(runs: readonly SummaryRun[], loss: string, size: number): Claim | undefined {
  const of = (name: string) =>
    new Map(runs.filter((run) => run.loss === name).map((run) => [run.seed, run.byPost]));
  const [own, base] = [of(loss), of(BASELINE)];
  const seeds = [...own.keys()].filter((seed) => base.has(seed));
  if (seeds.length === 0) return undefined;
  const means = (table: typeof own) => seeds.map((seed) => mean(table.get(seed)!));
  const interval = pairedInterval(means(own), means(base));
  const differences = seeds.map((seed) => own.get(seed)!.map((x, i) => x - base.get(seed)![i]!));
  const posts = sharedPromptsInterval(differences, { key: key(0) });
  return {
    id: `${loss}-over-dpo-at-${size}`,
    claim: `${loss} ranks held-out summaries better than DPO after ${size} pairs.`,
    verdict: judge({ interval, seeds: seeds.length }, { direction: "greater" }),
    evidence: `difference of accuracy over seeds ${shown(interval)}, over posts ${
      shown(posts)
    }, seeds: ${seeds.length}`,
  };
}
