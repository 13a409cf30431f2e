/** Rows → when the two modules swapped roles. */
import type { MetricRow } from "../base/mod.ts";

/** A stretch of updates in which one module played F. */
export interface Reign {
  /** Seed of the run. */
  readonly seed: number;
  /** First update of the stretch. */
  readonly from: number;
  /** First update after it. */
  readonly to: number;
  /** Which module played F: 0 the fast-rate one, 1 the slow-rate one. */
  readonly role: number;
}

/** Who played F when, by seed, from rows of the metric `role`; the last stretch ends with the update after its last row. */
export function reigns(rows: readonly MetricRow[], method: string): Reign[] {
  const mine = rows.filter((row) => row.method === method && row.metric === "role");
  const seeds = [...new Set(mine.map(({ seed }) => seed))].sort((a, b) => a - b);
  return seeds.flatMap((seed) => {
    const told = mine.filter((row) => row.seed === seed).sort((a, b) => a.step - b.step);
    const starts = told.filter(({ value }, i) => i === 0 || value !== told[i - 1]!.value);
    return starts.map(({ step, value }, i) => ({
      seed,
      from: step,
      to: starts[i + 1]?.step ?? told.at(-1)!.step + 1,
      role: value,
    }));
  });
}

/** Updates at which a run swapped roles, one entry a swap. */
export function swaps(stretches: readonly Reign[]): number[] {
  return stretches
    .filter(({ seed }, i) => stretches[i - 1]?.seed === seed)
    .map(({ from }) => from);
}
