/** What the parts of the cross-domain experiment hand each other. */
import type { Adapter } from "../../adapter/mod.ts";
import type { PreferenceLoss } from "../../base/mod.ts";
import type { FoundWeights, Region } from "../../combine/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Common, Settings, World } from "../in_domain/mod.ts";
import type { Round } from "../in_domain/batches.ts";

/** One domain: a stream of its own, with what is measured on it. */
export interface Domain extends World {
  /** Short name. */
  readonly name: string;
  /** Whether what is wanted changes while the stream goes by. @default {false} */
  readonly drifts?: boolean;
}

/** Domains in the order in which they arrive. */
export interface CrossWorld {
  /** Seed that made it. */
  readonly seed: number;
  /** The domains. */
  readonly domains: readonly Domain[];
}

/** A domain as learners see it. */
export interface Lesson {
  /** Name of the domain. */
  readonly name: string;
  /** Its rounds, with the reference's log-probabilities. */
  readonly rounds: readonly Round[];
  /** The pairs of it that are kept when it has gone by. */
  readonly memory: Round;
}

/** What may be tuned; each method reads what it knows. */
export interface ContinualSettings extends Settings {
  /** Pairs from memory beside each pair of a round (replay). */
  readonly replayShare: number;
  /** Weight of EWC's pull. */
  readonly ewcStrength: number;
}

/** What a continual method is run with. */
export interface ContinualOptions extends Common {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** The base loss. */
  readonly loss: PreferenceLoss;
  /** Seed of starts and of draws from memory. */
  readonly seed: number;
  /** Id that fills short rows. */
  readonly padId: number;
  /** The method's settings. */
  readonly settings: ContinualSettings;
  /** Pairs that are kept of each domain. */
  readonly memory: number;
  /** One module for each domain, trained on it alone. */
  readonly modules: ModuleBank;
  /** Told after each round that was learnt from. */
  readonly onRound?: () => void;
}

/** How the module of a domain is made: an in-domain method, such as `dpo` or `ofs-dpo`, whose fast module it is, and its settings. */
export interface ModuleRecipe {
  /** Name of the in-domain method. */
  readonly method: string;
  /** Its settings. */
  readonly settings: Settings;
}

/** Modules that were each trained on one domain alone, on the frozen base; made once, whoever asks. */
export interface ModuleBank {
  /**
   * The module that a recipe makes of a domain; it belongs to the bank.
   *
   * @param domain Counted from 0.
   */
  of(recipe: ModuleRecipe, domain: number): Promise<Adapter>;
  /** Base loss of what that module played in each round while it learnt, in nats, `[rounds]`. */
  played(recipe: ModuleRecipe, domain: number): Promise<readonly number[]>;
  /**
   * The weights λ under which the modules of the first domains lose least on their memories.
   *
   * @param recipe Whose modules.
   * @param domains Number of domains.
   * @param region Where weights may lie.
   */
  weights(recipe: ModuleRecipe, domains: number, region: Region): Promise<FoundWeights>;
}

/** A method at work. */
export interface Continual {
  /** Learns the next domain and gives what is served then. */
  learn(lesson: Lesson): Promise<Served>;
  /** Gives back what is held; what was served has been given back before. */
  dispose(): void;
}

/** A method of the comparison. */
export interface ContinualMethod {
  /** What it is, in a few words. */
  readonly title: string;
  /** Group that it stands in. */
  readonly group: "ours" | "baseline" | "combination" | "bound";
  /** Method whose tuned settings it takes; itself where it is tuned. */
  readonly settingsOf: string;
  /** Begins a run over a stream of domains. */
  readonly start: (options: ContinualOptions) => Continual;
}

/** What is served after each domain: one policy for all domains, or one for each. */
export interface Served {
  /** The policy for a domain, counted from 0. */
  adapterOf(domain: number): Adapter;
  /** Numbers that are worth reporting, such as the weights that were found. */
  readonly notes?: Readonly<Record<string, number>>;
  /** Gives back the policies that belong to nobody else. */
  dispose(): void;
}
