/** What a run is given and what it leaves. */
import type { Adapter, LoraConfig } from "../adapter/mod.ts";
import type { EncodedPair, Objective, Row } from "../base/mod.ts";
import type { Precision } from "../engine/mod.ts";
import type { Model } from "../model/mod.ts";
import type { Optimiser } from "../optim/mod.ts";

/** What all runs are given. */
export interface RunOptions {
  /** The frozen base; it stays the caller's. */
  readonly model: Model;
  /** What is minimised. */
  readonly objective: Objective;
  /** Shape of the LoRA modules. @default {rank 16, alpha 16, on c_attn} */
  readonly lora?: LoraConfig;
  /** Where the first module starts; a second one starts from its own A. @default {a fresh module} */
  readonly start?: Adapter;
  /** How gradients become updates. @default {adamw()} */
  readonly optimiser?: Optimiser;
  /**
   * Most tokens of one pass through the model under each module, padding counted, though never less than a row. A batch
   * of more is taken in several passes, whose gradients are added up. @default {1024; the whole batch where the loss couples its pairs}
   */
  readonly tokenBudget?: number;
  /** What matrix products are computed in; bfloat16 needs the engine `tensorflow`. @default {"float32"} */
  readonly precision?: Precision;
  /** Seed of everything random. @default {0} */
  readonly seed?: number;
  /** Id that fills short rows; it is never seen. @default {0} */
  readonly padId?: number;
  /** Folder for `run.json`, `metrics.jsonl`, checkpoints and adapters. @default {nothing is written} */
  readonly out?: string;
  /** Whether to go on from the newest checkpoint in `out`. @default {false} */
  readonly resume?: boolean;
  /** Steps between checkpoints. @default {50} */
  readonly saveEvery?: number;
  /**
   * Stored in `run.json`; a run is resumed only under the same. What objective and optimiser were made with belongs here,
   * as functions do not tell.
   *
   * @default {{}}
   */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Stored in `run.json` beside the settings; it may differ when the run is resumed. @default {{}} */
  readonly record?: Readonly<Record<string, unknown>>;
  /** Name of the base in the adapter's config. @default {null} */
  readonly baseName?: string | null;
  /** Told the number of steps that are done already, before the first one of this call. */
  readonly onStart?: (done: number) => void;
  /** Ends the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
}

/** Options for {@linkcode train}. */
export interface TrainOptions extends RunOptions {
  /** The preferences, in stream order. */
  readonly pairs: readonly EncodedPair[];
  /** Pairs of a step. @default {8} */
  readonly batchSize?: number;
  /** Number of steps. @default {one pass over the pairs} */
  readonly steps?: number;
  /** Whether each epoch is shuffled. @default {false} */
  readonly shuffle?: boolean;
  /**
   * Folder that keeps the reference's log-probabilities for later runs; it needs `tokenizerHash`.
   *
   * @default {they are kept for this run alone}
   */
  readonly referenceCache?: string;
  /** sha256 of the tokenizer that made the pairs, in hex; see `hashTokenizer`. */
  readonly tokenizerHash?: string;
  /** Told each line of `metrics.jsonl`. */
  readonly onStep?: (row: Row, done: number, total: number) => void;
}

/** What a run leaves. */
export interface TrainResult {
  /** Each module that was trained, by name; the caller owns them. */
  readonly adapters: Readonly<Record<string, Adapter>>;
  /** Name of the module that is served. */
  readonly played: string;
  /** Lines of `metrics.jsonl` of this call's steps. */
  readonly metrics: readonly Row[];
  /** Steps done, those before a resumption included. */
  readonly steps: number;
}
