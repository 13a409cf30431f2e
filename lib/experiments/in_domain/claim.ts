/** A claim, judged by what came out. */
import type { Interval } from "../../base/mod.ts";
import {
  type IntervalOptions,
  pairedInterval,
  type Verdict,
  verdict,
  type VerdictOptions,
} from "../../evaluate/mod.ts";
import type { MethodTable } from "./method_tables.ts";

/** A claim with its finding. */
export interface Claim {
  /** Short name. */
  readonly id: string;
  /** The claim, as a sentence. */
  readonly claim: string;
  /** What came out. */
  readonly verdict: Verdict["verdict"];
  /** The numbers behind it, as a sentence. */
  readonly evidence: string;
}

/** Differences of a metric at the end, matched by the seeds that both methods finished. */
export function difference(
  a: MethodTable,
  b: MethodTable,
  metric: string,
  options: IntervalOptions = {},
): Judged {
  const seeds = a.seeds.filter((seed) => b.seeds.includes(seed));
  const lost = b.seeds.filter((seed) => !a.seeds.includes(seed)).length;
  const last = (table: MethodTable) => seeds.map((seed) => table.path(metric, seed).at(-1)!.value);
  return { interval: pairedInterval(last(a), last(b), options), seeds: seeds.length, lost };
}

/** An interval over seeds. */
export interface Judged {
  /** The interval. */
  readonly interval: Interval;
  /** How many seeds it is over. */
  readonly seeds: number;
  /** Seeds that the rival finished and the method that is judged did not. @default {0} */
  readonly lost?: number;
}

/** The verdict on an interval; a method that diverged where its rival did not supports nothing. */
export function judge(
  { interval, seeds, lost = 0 }: Judged,
  options: Omit<VerdictOptions, "seeds">,
): Verdict["verdict"] {
  const found = verdict(interval, { ...options, seeds }).verdict;
  return found === "supported" && lost > 0 ? "inconclusive" : found;
}

/** `mean [low, high]`, in three digits. */
export function shown({ mean, low, high }: Interval): string {
  const ends = Number.isFinite(low)
    ? `[${digits(low)}, ${digits(high)}]`
    : "no interval from one seed";
  return `${digits(mean)} ${ends}`;
}

/** A number in three digits. */
export function digits(value: number): string {
  return Number(value.toPrecision(3)).toString().replace("-", "−");
}
