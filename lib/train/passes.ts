/** How a step's batch is laid out: the length of rows, and what one pass through the model takes. */
import type { EncodedPair, Objective } from "../base/mod.ts";
import { recordsSteps } from "../engine/mod.ts";
import { type BatchPairsOptions, roundUp, sequenceLength, splitPairs } from "../tokens/mod.ts";

/** Layout of the passes of a run. */
export interface Passes {
  /** The passes that a batch takes. */
  partsOf(pairs: readonly EncodedPair[]): Pass[];
}

/** What one pass through the model takes. */
export interface Pass {
  /** Its pairs. */
  readonly pairs: readonly EncodedPair[];
  /** How they are laid out. */
  readonly layout: BatchPairsOptions;
}

/** Options for {@linkcode passesOf}. */
export interface PassesOptions {
  /** All pairs of the run. */
  readonly pairs: readonly EncodedPair[];
  /** What is minimised. */
  readonly objective: Objective;
  /** Most tokens of a pass under each module, padding counted, but never less than a row. @default {1024} */
  readonly tokenBudget?: number;
  /** Id that fills short rows. */
  readonly padId: number;
}

/** Where steps are recorded for each shape of their batch, batches have few. */
const GRAIN = { time: 32, tokens: 128, digits: 2 } as const;
/** Most tokens of a pass where nothing else is asked for: enough to keep two cores busy, little to hold. */
const BUDGET = 1024;

/**
 * Lays out the passes of a run. Sequences share rows that hold as much as the run's longest one needs, or twice the length
 * that nine tenths do not exceed if that is less; where steps are recorded, what rows hold is rounded up to few lengths.
 *
 * @throws {RangeError} If a budget is given and the objective couples the pairs of a batch, which then cannot be split.
 */
export function passesOf({ pairs, objective, tokenBudget, padId }: PassesOptions): Passes {
  requireSplittable(objective, tokenBudget);
  const lengths = pairs.map(sequenceLength).sort((a, b) => a - b);
  const usual = Math.min(lengths.at(-1)!, 2 * lengths[Math.floor(0.9 * (lengths.length - 1))]!);

  function capacityOf(pairs: readonly EncodedPair[]): number {
    const capacity = Math.max(usual, ...pairs.map(sequenceLength));
    return recordsSteps() ? roundUp(capacity, GRAIN.time, GRAIN.digits) : capacity;
  }

  function splitsOf(pairs: readonly EncodedPair[], capacity: number): readonly EncodedPair[][] {
    if (objective.coupled) return [[...pairs]];
    const rows = Math.floor((tokenBudget ?? BUDGET) / capacity);
    const parts = splitPairs(pairs, { capacity, rows: Math.max(1, rows) });
    return parts.map((part) => part.map((i) => pairs[i]!));
  }

  return {
    partsOf(pairs) {
      const capacity = capacityOf(pairs);
      const layout = { padId, capacity, ...(recordsSteps() && { bucket: GRAIN }) };
      return splitsOf(pairs, capacity).map((pairs) => ({ pairs, layout }));
    },
  };
}

/** Refuses a token budget that is none, or that an objective cannot keep to. */
export function requireSplittable(
  { name, coupled }: Objective,
  tokenBudget: number | undefined,
) {
  if (tokenBudget === undefined) return;
  if (coupled) {
    throw new RangeError(
      `Cannot take a batch in passes of ${tokenBudget} tokens as "${name}" couples the pairs of a batch: leave the token budget out`,
    );
  }
  if (!(Number.isInteger(tokenBudget) && tokenBudget >= 1)) {
    throw new RangeError(
      `Cannot train as tokenBudget must be a whole number ≥ 1: current value is ${tokenBudget}`,
    );
  }
}
