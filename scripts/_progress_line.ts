/**
 * One line that says how far a run is.
 *
 * @module
 */

import { formatDuration, formatRate } from "./_format.ts";

/** How far a run is. */
export interface State {
  readonly label: string;
  readonly done: number;
  /** How many there are in all; 0 where nobody knows. */
  readonly total: number;
  /** How many were done before the clock started, in a run that was resumed. */
  readonly from: number;
  /** Seconds since the clock started. */
  readonly elapsed: number;
  readonly unit: string;
  readonly note: string;
}

const BAR = 24;
const LEAST_BAR = 6;

/**
 * The line for people who watch: with a bar where there is room for one, never wider than `columns`.
 *
 * Where room is short the bar goes first, then the end of the note.
 */
export function barLine(state: State, columns: number): string {
  const [head, ...rest] = parts(state);
  const line = [head, ...rest].join("  ");
  const room = Math.min(BAR, columns - [...line].length - 2);
  if (state.total <= 0 || room < LEAST_BAR) return cut(line, columns);
  const full = Math.round(room * share(state));
  const bar = "█".repeat(full) + "░".repeat(room - full);
  return [head, bar, ...rest].join("  ");
}

/** The line for logs. */
export function plainLine(state: State): string {
  return parts(state).join("  ");
}

/** What part of the run is done, 0 to 1. */
export function share({ done, total }: Pick<State, "done" | "total">): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
}

function parts(state: State): string[] {
  const { label, done, total, from, elapsed, unit, note } = state;
  const rate = elapsed > 0 ? (done - from) / elapsed : 0;
  const left = rate > 0 && total > done ? ` (${formatDuration((total - done) / rate)} left)` : "";
  const percent = `${Math.floor(100 * Math.min(done, total) / total)}%`
    .padStart(4);
  return [
    total > 0 ? `${label} ${percent}` : label,
    total > 0 ? `${done}/${total}` : `${done}`,
    ...(rate > 0 ? [formatRate(rate, unit)] : []),
    `${formatDuration(elapsed)}${left}`,
    ...(note === "" ? [] : [note]),
  ];
}

function cut(text: string, columns: number): string {
  const letters = [...text];
  if (letters.length <= columns) return text;
  return letters.slice(0, Math.max(0, columns - 1)).join("") + "…";
}
