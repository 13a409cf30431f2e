/** How far another draw of prompts could move a figure, given these very trainings. */
import { type Interval, key } from "../base/mod.ts";
import { clusteredInterval } from "../evaluate/mod.ts";
import type { InDomainResult } from "../experiments/mod.ts";

/** Difference of rewards to DPO, prompt by prompt; null for DPO itself, the reference, and without a common seed. */
export function rewardOverPrompts(
  { last }: Pick<InDomainResult, "last">,
  method: string,
): Interval | null {
  if (method === "dpo" || method === "reference") return null;
  const [own, rival] = [last[method] ?? {}, last.dpo ?? {}];
  const seeds = Object.keys(own).map(Number).filter((seed) => rival[seed]);
  return resampled(
    seeds.map((seed) =>
      own[seed]!.rewards.map((reward, prompt) => reward - rival[seed]!.rewards[prompt]!)
    ),
  );
}

/** KL to the reference in nats a text, from one sample a prompt; null for the reference, whose KL is 0. */
export function klOverPrompts(
  { last }: Pick<InDomainResult, "last">,
  method: string,
): Interval | null {
  if (method === "reference") return null;
  return resampled(Object.values(last[method] ?? {}).map(({ logRatios }) => logRatios));
}

/** Prompts are resampled within each seed, which has prompts of its own. */
function resampled(seeds: readonly (readonly number[])[]): Interval | null {
  if (seeds.length === 0) return null;
  const { mean, low, high } = clusteredInterval(seeds, { key: key(0) });
  return { mean, low, high };
}
