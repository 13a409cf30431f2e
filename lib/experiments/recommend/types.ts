/** What the experiment is given. */
import type { MetricRow } from "../../base/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import type { KeptResults } from "../kept_results.ts";
import type { Choice } from "./choices.ts";
import type { RecommendTrial } from "./tuned_rate.ts";

/** Options for {@linkcode recommend}. */
export interface RecommendOptions {
  /** The base, which stays the caller's. */
  readonly model: Model;
  /** Its tokenizer. */
  readonly tokenizer: Tokenizer;
  /** Choices that are learnt from, those of a listener one after the other. */
  readonly known: readonly Choice[];
  /** Choices that are asked for, all with the same number of candidates. */
  readonly asked: readonly Choice[];
  /** Rejected answers a pair. @default {[1, 3, 7]} */
  readonly negatives?: readonly number[];
  /** Seeds of draws, starts and orders. @default {[0, 1, 2]} */
  readonly seeds?: readonly number[];
  /** Inverse temperature β; the authors' is 1. @default {1} */
  readonly beta?: number;
  /** Learning rate of the supervised run. @default {1e-3} */
  readonly supervisedRate?: number;
  /** Passes over the choices of the supervised run and of S-DPO. @default {3 and 1} */
  readonly epochs?: { readonly supervised: number; readonly preferences: number };
  /** Choices of a step. @default {16} */
  readonly batchSize?: number;
  /** Whether a claim may be supported at all. @default {true} */
  readonly mayBeSupported?: boolean;
  /** Finished runs. @default {nothing is kept} */
  readonly runs?: KeptResults;
  /** Told each trial. */
  readonly onTrial?: (trial: RecommendTrial) => void;
  /** Told each measurement. */
  readonly onRow?: (row: MetricRow) => void;
}
