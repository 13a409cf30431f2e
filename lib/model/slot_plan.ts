/** How prompts are laid out for sampling, so that few shapes serve many calls. */
import { recordsSteps } from "../engine/mod.ts";

/** A layout; prompts are padded in front, so that every row continues in the same slot. */
export interface SlotPlan {
  /** Rows of the batch; those behind the prompts only fill it up. */
  readonly rows: number;
  /** Padded length of the prompts, in tokens. */
  readonly time: number;
  /** Prompts, `[rows, time]`. */
  readonly ids: Int32Array;
  /** Slot of each row's first token, `[rows]`. */
  readonly starts: Int32Array;
  /** Slots that the cache has when the token of a step, counted from 1, goes into it. */
  slotsFor(step: number): number;
}

/** Lengths are rounded up to these where steps are recorded. */
const GRAIN = 8;
/** A cache grows in stages: fewer cost less recording, more cost less attention to empty slots. */
const STAGE = 32;
/** Rows times slots that a stage has at least: attention to fewer costs less than another recording. */
const SMALLEST_STAGE = 2 ** 13;

/** Lays prompts out. */
export function slotPlan(prompts: readonly Int32Array[], maxTokens: number): SlotPlan {
  const recorded = recordsSteps();
  const longest = Math.max(...prompts.map((ids) => ids.length));
  const rows = recorded ? roundedRows(prompts.length) : prompts.length;
  const time = recorded ? roundUp(longest, GRAIN) : longest;
  const most = roundUp(time + maxTokens - 1, GRAIN);
  const stage = Math.max(STAGE, roundUp(Math.ceil(SMALLEST_STAGE / rows), STAGE));
  const ids = new Int32Array(rows * time);
  const starts = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const prompt = prompts[row % prompts.length]!;
    starts[row] = time - prompt.length;
    ids.set(prompt, row * time + starts[row]!);
  }
  return {
    rows,
    time,
    ids,
    starts,
    slotsFor: (step) => Math.min(most, roundUp(time + step, stage)),
  };
}

/** Powers of two up to 64, then multiples of 64. */
function roundedRows(rows: number): number {
  return rows > 64 ? roundUp(rows, 64) : 2 ** Math.ceil(Math.log2(rows));
}

function roundUp(size: number, grain: number): number {
  return Math.ceil(size / grain) * grain;
}
