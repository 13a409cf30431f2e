/** What a policy is measured on, and what comes out. */
import type { ScoredPairs } from "../../evaluate/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Instruments } from "./instruments.ts";
import type { World } from "./types.ts";

/** The reference on one world: what every policy is compared with. */
export interface ReferencePoint {
  /** Judge's log-odds of one sample a prompt, in nats. */
  readonly grades: Float64Array;
  /** Log-probabilities of the held-out pairs. */
  readonly heldOut: ScoredPairs;
}

/** A text that a policy wrote. */
export interface SampleText {
  /** What it continued. */
  readonly prompt: string;
  /** What it wrote. */
  readonly text: string;
  /** Judge's probability of the wanted sentiment. */
  readonly reward: number;
}

/** What an evaluation gives. */
export interface Evaluation {
  /** Numbers by metric. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Judge's probability for each prompt's sample; empty without a judge. */
  readonly rewards: readonly number[];
  /** log π − log π_ref of each prompt's sample, in nats, whose mean is the KL; empty without a judge. */
  readonly logRatios: readonly number[];
  /** Texts of the first prompts; empty without a judge. */
  readonly texts: readonly SampleText[];
}

/** What does not change between evaluations. */
export interface EvaluationOptions {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** Token that ends an answer. */
  readonly eos: number;
  /** The stream's held-out pairs and prompts. */
  readonly world: World;
  /** Inverse temperature β. */
  readonly beta: number;
  /** What is measured with, to be shared by all evaluations of a model. @default {made for each} */
  readonly instruments?: Instruments;
}
