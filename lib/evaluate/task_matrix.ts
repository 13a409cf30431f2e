import { requireNumbers } from "./numbers.ts";

/**
 * Scores on every domain of a stream, taken after training on each: the task × time matrix R. A higher score is better;
 * a loss goes in negated.
 */
export interface TaskMatrix {
  /** Names of the domains in the order in which they were trained on, `[domains]`. */
  readonly domains: readonly string[];
  /** R₀ᵢ: score on domain i before any training, `[domains]`. @default not known */
  readonly before?: readonly number[];
  /** Rₜᵢ: score on domain i after training on domains 1 … t, a row for each t, `[domains × domains]`. */
  readonly after: readonly (readonly number[])[];
}

/** Options for {@linkcode taskMatrix}. */
export interface TaskMatrixOptions {
  /** Scores before any training, `[domains]`. @default not known */
  readonly before?: readonly number[];
}

/**
 * The task × time matrix of a stream of domains, checked and copied.
 *
 * @param domains Names of the domains in the order in which they were trained on, `[domains]`.
 * @param after Score on each domain (columns) after training on each (rows), `[domains × domains]`.
 * @param options Scores before any training.
 * @throws {RangeError} If there is no domain, a name is empty or stands twice, the scores are not square, or one is not
 * finite.
 *
 * @example
 * ```ts
 * import { averagePerformance, forgetting, taskMatrix } from "@fastslow/fastslow/evaluate";
 * import { equal } from "node:assert/strict";
 *
 * const matrix = taskMatrix(["news", "reviews"], [[0.75, 0.5], [0.625, 0.875]], { before: [0.5, 0.5] });
 * equal(averagePerformance(matrix), 0.75);
 * equal(forgetting(matrix), 0.125);
 * ```
 */
export function taskMatrix(
  domains: readonly string[],
  after: readonly (readonly number[])[],
  { before }: TaskMatrixOptions = {},
): TaskMatrix {
  const matrix = {
    domains: [...domains],
    ...(before && { before: [...before] }),
    after: after.map((row) => [...row]),
  };
  requireTaskMatrix(matrix);
  return matrix;
}

/** Throws unless a task matrix is square, finite and has names. */
export function requireTaskMatrix({ domains, before, after }: TaskMatrix): void {
  requireNames(domains);
  if (after.length !== domains.length) {
    throw new RangeError(
      `Cannot read a task matrix as it must have a row for each of ${domains.length} domains: current count is ${after.length}`,
    );
  }
  if (before !== undefined) requireScores("before", before, domains.length);
  after.forEach((row, t) => requireScores(`after[${t}]`, row, domains.length));
}

/** Throws unless a stream has so many domains that something can be compared. */
export function requireSeveralDomains(task: string, { domains }: TaskMatrix): void {
  if (domains.length < 2) {
    throw new RangeError(
      `Cannot ${task} as there must be at least 2 domains: current count is ${domains.length}`,
    );
  }
}

function requireScores(name: string, scores: readonly number[], count: number): void {
  if (scores.length !== count) {
    throw new RangeError(
      `Cannot read a task matrix as ${name} must have a score for each of ${count} domains: current count is ${scores.length}`,
    );
  }
  requireNumbers("read a task matrix", name, scores);
}

function requireNames(domains: readonly string[]): void {
  if (domains.length === 0) {
    throw new RangeError(
      "Cannot read a task matrix as there must be a domain: current count is 0",
    );
  }
  const bad = domains.find((name, i) => name === "" || domains.indexOf(name) < i);
  if (bad !== undefined) {
    throw new RangeError(
      `Cannot read a task matrix as names of domains must be different and not empty: current value is "${bad}"`,
    );
  }
}
