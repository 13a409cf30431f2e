/** What reward costs along one run. */
import type { MethodTable } from "./method_tables.ts";

/** Where a run stood at one measurement. */
export interface FrontierPoint {
  /** Mean reward. */
  readonly reward: number;
  /** KL to the reference, in nats a text. */
  readonly kl: number;
}

/** Reward and KL along one run, from the reference (KL 0) on. */
export function frontierOf({ path }: MethodTable, seed: number): FrontierPoint[] {
  const kl = new Map(path("kl", seed).map(({ step, value }) => [step, value]));
  return path("reward", seed).map(({ step, value }) => ({
    reward: value,
    kl: kl.get(step) ?? NaN,
  }));
}

/**
 * KL at which a run first reaches a reward; 0 where the reference has it already. Between measurements √KL is taken to be
 * linear, as KL grows with the square of a small step.
 */
export function klAt(points: readonly FrontierPoint[], reward: number): number {
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    if (b.reward < reward) continue;
    const share = b.reward === a.reward ? 1 : (reward - a.reward) / (b.reward - a.reward);
    // An estimate of a KL near 0 can fall below it.
    const [from, to] = [a, b].map(({ kl }) => Math.sqrt(Math.max(0, kl)));
    return (from! + Math.max(0, share) * (to! - from!)) ** 2;
  }
  return points.at(-1)!.kl;
}
