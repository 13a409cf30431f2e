/**
 * How far a run is: a bar redrawn in place on a terminal, plain lines elsewhere.
 *
 * @module
 */

import { barLine, plainLine, share, type State } from "./_progress_line.ts";
import { type TextStream, writeText } from "./_write.ts";

export type { TextStream } from "./_write.ts";
export { formatDuration, formatRate } from "./_format.ts";

/** Options of {@linkcode progress}. */
export interface ProgressOptions {
  /** What runs, such as `train`. */
  readonly label: string;
  /** How many there are in all. `@default 0`, nobody knows */
  readonly total?: number;
  /** How many are done already, in a run that is resumed. `@default 0` */
  readonly from?: number;
  /** What is counted, such as `pairs`. `@default ""` */
  readonly unit?: string;
  /** Where it is shown. `@default Deno.stderr` */
  readonly stream?: TextStream;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** Width of the terminal. */
  readonly columns?: () => number;
}

/** Shows how far a run is. */
export interface Progress {
  /** Says that `done` are done in all; shown only where enough time has passed. */
  update(done: number, options?: { readonly note?: string }): void;
  /** Shows the last state and ends the line. */
  done(): void;
}

const REDRAW_MS = 100;
const LINE_MS = 5_000;
const LINE_SHARE = 0.1;

/**
 * Starts to show how far a run is.
 *
 * @param options what runs, how many there are, and where to show it
 *
 * @example
 * ```ts
 * const bar = progress({ label: "train", total: 2, unit: "steps" });
 * bar.update(1, { note: "loss 0.69" });
 * bar.update(2, { note: "loss 0.51" });
 * bar.done();
 * ```
 */
export function progress({
  label,
  total = 0,
  from = 0,
  unit = "",
  stream = Deno.stderr,
  now = () => performance.now(),
  columns = terminalWidth,
}: ProgressOptions): Progress {
  const start = now();
  const fixed = {
    label,
    total: Number.isFinite(total) ? total : 0,
    from,
    unit,
  };
  const show = stream.isTerminal() ? onTerminal(stream, columns) : inLog(stream, start, from);
  let state: State = { ...fixed, done: from, elapsed: 0, note: "" };
  return {
    update(done, { note = "" } = {}) {
      state = { ...fixed, done, note, elapsed: (now() - start) / 1000 };
      show(state, now(), false);
    },
    done() {
      show({ ...state, elapsed: (now() - start) / 1000 }, now(), true);
    },
  };
}

type Show = (state: State, time: number, isLast: boolean) => void;

function onTerminal(stream: TextStream, columns: () => number): Show {
  let shown = -Infinity;
  return (state, time, isLast) => {
    if (!isLast && time - shown < REDRAW_MS) return;
    shown = time;
    // The last column stays free: a full line makes some terminals wrap.
    const line = barLine(state, Math.max(1, columns() - 1));
    writeText(stream, `\r${line}\x1b[K${isLast ? "\n" : ""}`);
  };
}

function inLog(stream: TextStream, start: number, from: number): Show {
  let last = { time: start, done: from, line: "" };
  return (state, time, isLast) => {
    const gained = share({ done: state.done - last.done, total: state.total });
    const isDue = time - last.time >= LINE_MS || gained >= LINE_SHARE;
    const isNews = state.done !== last.done || last.line === "";
    if (!(isLast ? isNews : isDue)) return;
    const line = plainLine(state);
    writeText(stream, `${line}\n`);
    last = { time, done: state.done, line };
  };
}

function terminalWidth(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 80;
  }
}
