/** What the bench is asked, what a measured process is told and tells, and what comes of it. */
import type { Precision } from "../../lib/engine/mod.ts";
import type { ModelConfig } from "../../lib/model/mod.ts";
import type { Threads } from "./peer_threads.ts";

export type { Precision };

/** A model by its sizes, made from a seed, or one that lies in a folder. */
export type ModelSpec = GptSpec | { readonly folder: string };

/** Sizes of a random GPT-2. */
export interface GptSpec {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly vocab: number;
  readonly context: number;
}

/** Which rows are trained on: all of the same length, or dialogues as in HH helpful-base. */
export type RowsSpec =
  | {
    readonly kind: "equal";
    readonly count: number;
    readonly prompt: number;
    readonly answer: number;
  }
  | { readonly kind: "dialogues"; readonly count: number; readonly maxLength: number };

/** A training run that is measured. */
export interface TrainCase {
  readonly kind: "train";
  /** Name within its workload, such as `dpo`. */
  readonly name: string;
  readonly model: ModelSpec;
  readonly rows: RowsSpec;
  /** Name of a method, as on the command line of `train`. */
  readonly method: string;
  /** Independent modules that are trained by `method` in one pass; it is then `dpo`. */
  readonly modules?: number;
  readonly batchSize: number;
  readonly steps: number;
  /** Steps that come before the steady state. */
  readonly warm: number;
  /** Where the case stands on each axis that it belongs to, such as `{ batch: 8 }`. */
  readonly axes?: Readonly<Record<string, number>>;
}

/** A sampling run that is measured. */
export interface SampleCase {
  readonly kind: "sample";
  readonly name: string;
  readonly model: { readonly folder: string };
  readonly prompts: number;
  readonly promptTokens: number;
  readonly newTokens: number;
  /** Times that all prompts are continued in one process. */
  readonly repeats: number;
}

/** Anything that is measured. */
export type Case = TrainCase | SampleCase;

/** Cases that are measured in turn, so that drift of the machine meets all alike. */
export interface Workload {
  readonly name: string;
  /** What it shows. */
  readonly title: string;
  readonly cases: readonly Case[];
  /** Times that each case is measured. */
  readonly rounds: number;
  /** Times that the peer is measured; 0 where there is none for it. */
  readonly peerRounds: number;
}

/** Where a case's model, starting adapter and rows lie. */
export interface Prepared {
  readonly config: ModelConfig;
  readonly parameters: number;
  readonly model: string;
  readonly start: string;
  readonly rows: string;
  /** What each step has to do, where the case trains. */
  readonly work?: Work;
}

/** What a process that trained tells: each list has one number a step. */
export interface TrainOutcome {
  /** Seconds from model, adapter and rows in memory to the end of the last step. */
  readonly run_s: number;
  /** Seconds of each step; the first holds what is done once, such as recording. */
  readonly step_s: readonly number[];
  /** Seconds of all cores by the end of each step. */
  readonly cpu_s: readonly number[];
  /** Loss of each step, in nats. */
  readonly loss: readonly number[];
  readonly peak_rss_mb: number;
  /** Rate of a float32 product of two 2048 × 2048 matrices in this process. */
  readonly matmul_flops_per_s: number;
  readonly versions: Readonly<Record<string, string>>;
  /** Share of the batches that was padding, where it is known. */
  readonly padded?: number;
}

/** What a process that sampled tells. */
export interface SampleOutcome {
  /** Seconds of each repetition. */
  readonly repeat_s: readonly number[];
  /** Tokens that each repetition wrote. */
  readonly tokens: number;
  readonly peak_rss_mb: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Either. */
export type Outcome = Circumstances & (TrainOutcome | SampleOutcome);

/** What is known of a process besides what it was asked to measure. */
export interface Circumstances {
  /** How a peer's threads waited. */
  readonly threads?: Threads;
  /** Seconds of all cores that the process used in all. */
  readonly process_cpu_s?: number;
  /** Cores that others used meanwhile, on average. */
  readonly others_cores?: number;
}

/** The work of each step: what had to be computed, whoever computes it. */
export interface Work {
  readonly pairs: readonly number[];
  /** Prompts counted once a pair, and the tokens of both answers. */
  readonly tokens: readonly number[];
  /** Useful floating-point operations; see `stepFlops`. */
  readonly flops: readonly number[];
}

/** What one process came to. */
export type Figures = Readonly<Record<string, number>>;
