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
  const last = (table: MethodTable) => seeds.map((seed) => table.path(metric, seed).at(-1)!.value);
  return { interval: pairedInterval(last(a), last(b), options), seeds: seeds.length };
}

/** An interval over seeds. */
export interface Judged {
  /** The interval. */
  readonly interval: Interval;
  /** How many seeds it is over. */
  readonly seeds: number;
}

/** The verdict on an interval. */
export function judge(
  { interval, seeds }: Judged,
  options: Omit<VerdictOptions, "seeds">,
): Verdict["verdict"] {
  return verdict(interval, { ...options, seeds }).verdict;
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
