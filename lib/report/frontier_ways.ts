/** Rows → the ways that methods take over the plane of KL and reward. */
import type { MetricRow } from "../base/mod.ts";
import { average, type Point } from "./average.ts";
import type { Emphasis } from "./chart_options.ts";
import { type Look, requireSeries, standingOut } from "./line.ts";
import { methodStyle } from "./method_style.ts";

/** A point of the plane. */
export interface Place {
  /** Updates done. */
  readonly step: number;
  /** KL divergence from the reference, in nats a text. */
  readonly kl: number;
  /** Mean reward, P(positive). */
  readonly reward: number;
}

/** A method's way over its checkpoints. */
export interface Way extends Look {
  /** Mean over seeds at each checkpoint, by step; at least one. */
  readonly places: readonly Place[];
  /** Each seed at the last checkpoint. */
  readonly seeds: readonly Place[];
}

/** Ways of all methods that measured both metrics at a checkpoint, the highest reward at the end first. */
export function waysOf(rows: readonly MetricRow[], options: Emphasis = {}): Way[] {
  const rewards = average(rows, "reward");
  requireSeries(rewards, "reward");
  const kls = average(rows, "kl");
  requireSeries(kls, "kl");
  const bold = standingOut(rewards.map(({ method }) => method), options);
  return rewards
    .map(({ method, points }) => {
      const places = join(points, kls.find((series) => series.method === method)?.points ?? []);
      return {
        name: method,
        style: methodStyle(method),
        bold: bold(method),
        places,
        seeds: seedsAt(rows, method, places.at(-1)?.step),
      };
    })
    .filter(({ places }) => places.length > 0)
    .sort((a, b) => end(b).reward - end(a).reward);
}

/** Where a way ends. */
export function end({ places }: Pick<Way, "places">): Place {
  return places.at(-1)!;
}

function join(rewards: readonly Point[], kls: readonly Point[]): Place[] {
  const at = new Map(kls.map(({ step, mean }) => [step, mean]));
  return rewards
    .filter(({ step }) => at.has(step))
    .map(({ step, mean }) => ({ step, kl: at.get(step)!, reward: mean }));
}

function seedsAt(rows: readonly MetricRow[], method: string, step: number | undefined): Place[] {
  const here = rows.filter((row) => row.method === method && row.step === step);
  const kls = new Map(here.filter(({ metric }) => metric === "kl").map((row) => [row.seed, row]));
  return here
    .filter(({ metric, seed }) => metric === "reward" && kls.has(seed))
    .map(({ seed, step, value }) => ({ step, kl: kls.get(seed)!.value, reward: value }));
}
