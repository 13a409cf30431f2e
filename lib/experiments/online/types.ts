/** What the parts of the online experiment hand each other. */
import type { Adapter, LoraConfig } from "../../adapter/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Round } from "../in_domain/batches.ts";
import type { Instruments } from "../in_domain/instruments.ts";
import type { Common, Recipe, Settings, World } from "../in_domain/types.ts";

/** What a course is given. */
export interface CourseOptions {
  /** The frozen base, from which every policy starts. */
  readonly model: Model;
  /** Token that ends an answer. */
  readonly eos: number;
  /** The stream: its prompts, its judge. */
  readonly world: World;
  /** The stream's own rounds: pairs of the reference's answers. */
  readonly rounds: readonly Round[];
  /** Temperature τ of the labels; 0 for labels without noise. */
  readonly temperature: number;
  /** Shape of the policy's modules. */
  readonly lora: LoraConfig;
  /** What policies are sampled and scored with. */
  readonly instruments: Instruments;
  /** The policy that is served now; the caller owns it. */
  readonly served: () => Promise<Adapter>;
}

/** What is learnt from in one round. */
export interface CourseRound {
  /** Its pairs; absent where none is left. */
  readonly round?: Round;
  /** Preferences without pairs, as grades or texts were equal. */
  readonly ties: number;
  /** Pairs that a filter left out. */
  readonly dropped: number;
}

/** Where pairs come from: makes each round when the learner asks for it. */
export type Course = (options: CourseOptions) => AsyncGenerator<CourseRound, void>;

/** A method of the comparison. */
export interface OnlineMethod {
  /** What it is, in a few words. */
  readonly title: string;
  /** Method of the in-domain experiment whose tuned settings it takes. */
  readonly settingsOf: string;
  /** Where its pairs come from. */
  readonly course: Course;
  /** The recipe under given settings. */
  readonly recipe: (settings: Settings, common: Common) => Recipe;
}
