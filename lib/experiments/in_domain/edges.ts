/** Settings that were chosen at an edge of what was tried: a better one may lie beyond it. */
import type { Trial } from "./trial.ts";
import type { Settings } from "./types.ts";

/** A chosen setting with nothing tried on its one side. */
export interface Edge<S extends Settings = Settings> {
  /** Name of the method. */
  readonly method: string;
  /** Name of the setting. */
  readonly setting: keyof S;
  /** What was chosen. */
  readonly value: number;
  /** Which end of what was tried it is. */
  readonly end: "smallest" | "largest";
}

/**
 * Finds the chosen settings that are the smallest or the largest of those that the method's trials differ in.
 *
 * @param trials Every trial.
 * @param chosen The chosen settings by method.
 *
 * @example
 * ```ts
 * import { settingsAtEdge } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const others = { alpha: 0.1, slowRatio: 0.3, every: 10, emaDecay: 0.9 };
 * const trials = [1e-3, 2e-3, 4e-3].map((lr) =>
 *   ({ method: "dpo", settings: { lr, ...others }, scores: [lr] })
 * );
 *
 * deepEqual(settingsAtEdge(trials, { dpo: trials[1]!.settings }), []);
 * deepEqual(settingsAtEdge(trials, { dpo: trials[2]!.settings }), [
 *   { method: "dpo", setting: "lr", value: 4e-3, end: "largest" },
 * ]);
 * ```
 */
export function settingsAtEdge<S extends Settings>(
  trials: readonly Trial<S>[],
  chosen: Readonly<Record<string, S>>,
): Edge<S>[] {
  return Object.entries(chosen).flatMap(([method, settings]) => {
    const mine = trials.filter((trial) => trial.method === method);
    const names = Object.keys(settings) as (keyof S)[];
    return names.flatMap((setting) => {
      const tried = mine.map((trial) => trial.settings[setting] as number);
      const [least, most] = [Math.min(...tried), Math.max(...tried)];
      const value = settings[setting] as number;
      if (least === most || (value !== least && value !== most)) return [];
      return { method, setting, value, end: value === least ? "smallest" : "largest" } as const;
    });
  });
}
