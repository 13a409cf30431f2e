/** How prompts are laid out for sampling, so that few shapes serve many calls. */
import { independentParts, recordsSteps } from "../engine/mod.ts";

/** A layout; prompts are padded in front, so that every row continues in the same slot. */
export interface SlotPlan {
  /** Parts that the rows are computed in, beside each other. */
  readonly parts: number;
  /** Rows of a part; those behind the prompts only fill it up. */
  readonly rows: number;
  /** Padded length of the prompts, in tokens. */
  readonly time: number;
  /** Prompts, `[parts × rows, time]`. */
  readonly ids: Int32Array;
  /** Slot of each row's first token, `[parts × rows]`. */
  readonly starts: Int32Array;
  /** Slots that the cache has when the token of a step, counted from 1, goes into it. */
  slotsFor(step: number): number;
}

/** Lengths are rounded up to these where steps are recorded. */
const GRAIN = 8;
/** Fewest rows of a part. */
const FEWEST = 16;
/** Rows times slots up to which attention to empty slots costs less than another recording. */
const SMALL = 2 ** 13;

/** Lays prompts out. */
export function slotPlan(prompts: readonly Int32Array[], maxTokens: number): SlotPlan {
  const recorded = recordsSteps();
  const longest = Math.max(...prompts.map((ids) => ids.length));
  const all = recorded ? roundedRows(prompts.length) : prompts.length;
  const parts = all >= independentParts() * FEWEST ? independentParts() : 1;
  const time = recorded ? roundUp(longest, GRAIN) : longest;
  const most = roundUp(time + maxTokens - 1, GRAIN);
  const stage = roundUp((most - time) / stagesOf(all, most - time), GRAIN);
  const ids = new Int32Array(all * time);
  const starts = new Int32Array(all);
  for (let row = 0; row < all; row++) {
    const prompt = prompts[row % prompts.length]!;
    starts[row] = time - prompt.length;
    ids.set(prompt, row * time + starts[row]!);
  }
  return {
    parts,
    rows: all / parts,
    time,
    ids,
    starts,
    slotsFor: (step) => Math.min(most, time + roundUp(step, stage)),
  };
}

/**
 * In how many stages a cache grows by so many slots: each costs a copy and, once, a recording; fewer cost attention to empty
 * slots, which rises with the square of their number.
 */
function stagesOf(rows: number, slots: number): number {
  return rows * slots <= SMALL ? 1 : Math.max(1, Math.round(Math.sqrt(slots) / 4));
}

/** Powers of two up to 64, then multiples of 64. */
function roundedRows(rows: number): number {
  return rows > 64 ? roundUp(rows, 64) : 2 ** Math.ceil(Math.log2(rows));
}

function roundUp(size: number, grain: number): number {
  return Math.ceil(size / grain) * grain;
}
