/** How a step is run: `eagerly` op by op, `recorded` as one graph. */
import type { Tensors } from "../base/mod.ts";

/** A pure step over a state whose leaves go by their paths. */
export type FlatStep = (state: Tensors, batch: Tensors) => readonly [Tensors, Tensors];

/** What one run of a step gives. */
export type Ran = {
  /** The next state: leaves that did not change are the given ones, the caller owns the others. */
  readonly next: Tensors;
  /** What the step reports; the caller owns it. */
  readonly metrics: Tensors;
};

/** A step, ready to run. */
export interface Runner {
  /** Runs the step. */
  run(state: Tensors, batch: Tensors): Ran;
  /** Gives back what it holds. */
  dispose(): void;
}

/** Makes a step ready to run. */
export type RunnerMaker = (step: FlatStep) => Runner;
