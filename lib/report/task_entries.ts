/** Rows of a stream of domains → the entries of a task × time matrix, means over seeds. */
import type { TaskRow } from "../evaluate/mod.ts";
import { average } from "./average.ts";
import { requireSeries } from "./line.ts";

/** A mean score of a method on one domain after training on another. */
export interface TaskEntry {
  /** Name of the method. */
  readonly method: string;
  /** Domain trained on last; null before any. */
  readonly after: string | null;
  /** Domain that the score is of. */
  readonly on: string;
  /** Mean over seeds. */
  readonly mean: number;
}

/** What was trained on and measured, in the order of the stream. */
export interface Stream {
  /** Domains trained on, with null for the time before any where there are rows of it. */
  readonly afters: readonly (string | null)[];
  /** Domains measured: those trained on first. */
  readonly domains: readonly string[];
}

/**
 * The order of a stream, by the first step at which rows tell of a domain.
 *
 * @throws {RangeError} If no row has the metric.
 */
export function streamOf(rows: readonly TaskRow[], metric: string): Stream {
  const mine = rows.filter((row) => row.metric === metric).sort((a, b) => a.step - b.step);
  requireSeries(mine, metric);
  const afters = [...new Set(mine.map(({ after }) => after))];
  const measured = new Set(mine.map(({ on }) => on));
  const trained = afters.filter((name) => name !== null && measured.has(name)) as string[];
  return { afters, domains: [...new Set([...trained, ...measured])] };
}

/** The last step after each domain, by the domain, of one method's rows. */
export function lastSteps(rows: readonly TaskRow[]): ReadonlyMap<string | null, number> {
  const last = new Map<string | null, number>();
  for (const { after, step } of rows) last.set(after, Math.max(step, last.get(after) ?? step));
  return last;
}

/**
 * Means over seeds of each method on each domain, at the last step after each domain; methods in the order in which they
 * appear.
 *
 * @throws {RangeError} If a value is not finite, or one measurement is given twice.
 */
export function taskEntries(rows: readonly TaskRow[], metric: string): TaskEntry[] {
  const mine = rows.filter((row) => row.metric === metric);
  return [...Map.groupBy(mine, ({ method }) => method)].flatMap(([method, own]) => {
    const last = [...lastSteps(own)];
    return [...Map.groupBy(own, ({ on }) => on)].flatMap(([on, scores]) => {
      const means = new Map(
        average(scores, metric)[0]?.points.map(({ step, mean }) => [step, mean]),
      );
      return last.filter(([, step]) => means.has(step))
        .map(([after, step]) => ({ method, after, on, mean: means.get(step)! }));
    });
  });
}
