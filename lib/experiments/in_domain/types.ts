/** What the parts of the in-domain experiment hand each other. */
import type { EncodedPair, Objective } from "../../base/mod.ts";
import type { LoraConfig } from "../../adapter/mod.ts";
import type { Optimiser } from "../../optim/mod.ts";

/** A preference between two answers of known quality. */
export interface GradedPair extends EncodedPair {
  /** Whether the chosen answer is the better one by the judge itself, before the noise of the labels. */
  readonly isTrue: boolean;
}

/** One stream of preferences with what its learners are measured on; every method sees the same. */
export interface World {
  /** Seed that made it. */
  readonly seed: number;
  /** Pairs of each round, in order. */
  readonly rounds: readonly (readonly EncodedPair[])[];
  /** Pairs that no learner sees. */
  readonly heldOut: readonly GradedPair[];
  /** How fresh samples are drawn and judged; absent where no judge knows the truth. */
  readonly samples?: Sampling;
}

/** How a policy is sampled for its evaluation. */
export interface Sampling {
  /** Prompts that occur in no round. */
  readonly prompts: readonly Int32Array[];
  /** Most tokens of a sample. */
  readonly maxTokens: number;
  /** Judges a prompt with its answer: log-odds of what is wanted, in nats. */
  readonly judge: (prompts: readonly Int32Array[], answers: readonly Int32Array[]) => Float64Array;
  /** Text of a prompt and its answer. */
  readonly text: (prompt: Int32Array, answer: Int32Array) => { prompt: string; answer: string };
}

/** What may be tuned; each method reads what it knows. */
export interface Settings {
  /** Learning rate; that of the fast module for OFS. */
  readonly lr: number;
  /** Weight α of the chase. */
  readonly alpha: number;
  /** Slow learning rate over the fast one. */
  readonly slowRatio: number;
  /** Steps k between swaps of roles. */
  readonly every: number;
  /** Share of the old average that an update keeps. */
  readonly emaDecay: number;
}

/** A method, ready to be run. */
export interface Recipe {
  /** What is minimised. */
  readonly objective: Objective;
  /** How gradients become updates. */
  readonly optimiser: Optimiser;
  /** Weight of the newest iterate in the served average, from the number of updates done (from 1). @default {no average} */
  readonly newest?: (updates: number) => number;
  /** Updates on each round's batch. @default {1} */
  readonly updates?: number;
}

/** What all methods of a run have in common. */
export interface Common {
  /** Inverse temperature β of the base loss. */
  readonly beta: number;
  /** Number of rounds. */
  readonly rounds: number;
  /** Shape of the LoRA modules. */
  readonly lora: LoraConfig;
}
