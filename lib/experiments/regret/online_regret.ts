/** The regret experiment: methods on log-linear policies, where the best point in hindsight is exact. */
import type { MetricRow } from "../../base/mod.ts";
import type { Claim } from "../in_domain/claim.ts";
import { boundPart } from "./bound_part.ts";
import { onlineRegretClaims } from "./claims.ts";
import { driftPart } from "./drift_part.ts";
import { onlineRegretMethod } from "./learners.ts";
import type { RegretSizes } from "./sizes.ts";
import { tablePart } from "./table_part.ts";
import { watchedPart } from "./watched_part.ts";

/** Options for {@linkcode onlineRegret}. */
export interface OnlineRegretOptions {
  /** Sizes, as in `ONLINE_REGRET_PRESETS`. */
  readonly sizes: RegretSizes;
  /** Names of the methods that are compared, from `ONLINE_REGRET_METHODS`. */
  readonly methods: readonly string[];
  /** Told how far the experiment is, in [0, 1]. */
  readonly onProgress?: (done: number, note: string) => void;
}

/** What the experiment gives. */
export interface OnlineRegretResult {
  /** Every measurement; metrics carry their part before a slash, and `step` counts rounds. */
  readonly rows: readonly MetricRow[];
  /** What is claimed, and what came out. */
  readonly claims: readonly Claim[];
}

/**
 * Runs every part on its seeds and judges the claims. There is no tensor in it, and it takes seconds.
 *
 * @throws {RangeError} If a method is unknown or named twice, or a size of a stream is not a whole number >= 1.
 *
 * @example
 * ```ts
 * import { ONLINE_REGRET_PRESETS, onlineRegret } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const sizes = { ...ONLINE_REGRET_PRESETS.quick, boundSeeds: 1, boundRounds: [100], seeds: 1, rounds: 10, watchedRounds: 10, heldOut: 10 };
 * const { rows } = await onlineRegret({ sizes, methods: ["dpo"] });
 * const of = (metric: string) => rows.find((row) => row.method === "ogd" && row.metric === metric)!.value;
 * ok(of("bound/regret") <= of("bound/bound"));
 * ```
 */
export async function onlineRegret(
  { sizes, methods, onProgress = () => {} }: OnlineRegretOptions,
): Promise<OnlineRegretResult> {
  requireMethods(methods);
  const parts: readonly Part[] = [
    { name: "bounds", seeds: sizes.boundSeeds, run: (seed) => boundPart(seed, sizes) },
    { name: "drift", seeds: sizes.boundSeeds, run: (seed) => driftPart(seed) },
    { name: "methods", seeds: sizes.seeds, run: (seed) => tablePart(seed, sizes, methods) },
    { name: "modules", seeds: sizes.seeds, run: (seed) => watchedPart(seed, sizes) },
  ];
  const jobs = parts.flatMap((part) =>
    Array.from({ length: part.seeds }, (_, seed) => ({ ...part, seed }))
  );
  const rows: MetricRow[] = [];
  for (const [i, { name, seed, run }] of jobs.entries()) {
    onProgress(i / jobs.length, `${name}, seed ${seed}`);
    // Lets the caller draw between two seeds.
    await new Promise((resolve) => setTimeout(resolve));
    for (const row of run(seed)) rows.push(row);
  }
  return { rows, claims: onlineRegretClaims(rows) };
}

/** A method that ran twice would count its seeds twice. */
function requireMethods(methods: readonly string[]): void {
  methods.forEach(onlineRegretMethod);
  const twice = methods.find((name, at) => methods.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new RangeError(`Cannot run "${twice}" twice: name each method once`);
}

interface Part {
  readonly name: string;
  readonly seeds: number;
  readonly run: (seed: number) => readonly MetricRow[];
}
