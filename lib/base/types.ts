/** The currency that flows from room to room: `Pair` → `PairBatch` → `PairLogps` → one loss per pair. */
import type { Scalar, Vector } from "./tensor.ts";
import type { Tensors, TensorTree } from "./tree.ts";

/** One preference: to `prompt`, the answer `chosen` was preferred over `rejected`. */
export interface Pair {
  /** Text that both answers continue. */
  readonly prompt: string;
  /** The preferred answer, y_w. */
  readonly chosen: string;
  /** The other answer y_l, or several of them. */
  readonly rejected: string | readonly string[];
  /** Judged quality of the answers, where the data knows it. */
  readonly scores?: PairScores;
  /** Name of the domain that the pair comes from. */
  readonly domain?: string;
}

/** Judged quality of the answers of one pair; higher is better. */
export interface PairScores {
  /** Score of the chosen answer. */
  readonly chosen: number;
  /** Score of each rejected answer. */
  readonly rejected: readonly number[];
}

/** A pair in tokens, prompt and answers encoded apart. */
export interface EncodedPair {
  /** Token ids of the prompt, already trimmed; never empty. */
  readonly prompt: Int32Array;
  /** Token ids of the chosen answer; never empty. */
  readonly chosen: Int32Array;
  /** Token ids of each rejected answer; never empty. */
  readonly rejected: readonly Int32Array[];
  /** Where the pair stood in its source, counted from 0. */
  readonly row: number;
  /** Judged quality of the answers, where the data knows it. */
  readonly scores?: PairScores;
  /** Name of the domain that the pair comes from. */
  readonly domain?: string;
}

/**
 * Pairs as one padded block of token rows. A text is a prompt with one answer; equal texts stand there once, and texts
 * with one prompt may share it: `[prompt | chosen | rejected …]`. A row may hold several of those, and ends in padding.
 *
 * What a token may see is said by `segments` and `parents`: those before it in its own segment and in its prompt.
 * `places`, `targets` and `owners` list the completion tokens alone, text by text: a prompt token has no entry and can
 * therefore never count. Entries whose owner is `pairs × answers`, which is no text, fill the lists up and count nowhere.
 */
export interface PairBatch {
  /** Number of pairs. */
  readonly pairs: number;
  /** Texts of one pair: the chosen one and its rejected ones; 1 for supervised data. */
  readonly answers: number;
  /** Rows of the block. */
  readonly rows: number;
  /** Padded length of a row, in tokens. */
  readonly time: number;
  /** Token ids, `[rows, time]`. */
  readonly ids: Int32Array;
  /** Position of each token in its text, `[rows, time]`. */
  readonly positions: Int32Array;
  /** The prompt or answer that each token is of, numbered from 1, `[rows, time]`; 0 for padding. */
  readonly segments: Int32Array;
  /** The prompt that each token follows or is of, `[rows, time]`; 0 for padding. */
  readonly parents: Int32Array;
  /** Real tokens of each row, `[rows]`; 0 where a row only fills the block up. */
  readonly lengths: Int32Array;
  /** Text of each answer, chosen ones first, then first rejected ones, and so on, `[pairs × answers]`. */
  readonly answerTexts: Int32Array;
  /** Completion tokens of each answer, `[pairs × answers]`. */
  readonly completions: Int32Array;
  /** Where the hidden state that predicts each completion token stands in the flattened `[rows × time]`, `[tokens]`. */
  readonly places: Int32Array;
  /** Id of each completion token, `[tokens]`. */
  readonly targets: Int32Array;
  /** Text of each completion token, `[tokens]`. */
  readonly owners: Int32Array;
  /** Source rows of the pairs, `[pairs]`. */
  readonly sources: Int32Array;
  /** Judged quality of each answer, `[pairs × answers]`; where all pairs have it. */
  readonly scores?: Float32Array;
}

/**
 * Log-probabilities of the answers under one policy: what a loss sees of it. Where each pair has K rejected answers,
 * those vectors list the first ones of all pairs, then the second ones, and so on.
 */
export interface PairLogps {
  /** log π(y_w | x) summed over the answer's tokens, in nats, `[pairs]`. */
  readonly chosen: Vector;
  /** log π(y_l | x) summed over the answer's tokens, in nats, `[K × pairs]`. */
  readonly rejected: Vector;
  /** Tokens of the chosen answers, `[pairs]`. */
  readonly chosenLengths: Vector;
  /** Tokens of the rejected answers, `[K × pairs]`. */
  readonly rejectedLengths: Vector;
  /** Entropy of the next token, averaged over the chosen answer's tokens, in units of log |V|, `[pairs]`; where a loss asks. */
  readonly chosenEntropies?: Vector;
  /** Entropy of the next token, averaged over the rejected answer's tokens, in units of log |V|, `[K × pairs]`. */
  readonly rejectedEntropies?: Vector;
  /** log π of another pair's answer under this pair's prompt, in nats, `[pairs]`; where a loss asks. */
  readonly mismatched?: Vector;
}

/** What is known of a batch's pairs beside the log-probabilities of their answers. */
export interface PairFacts {
  /** Judged quality of the chosen answers, `[pairs]`, and of the rejected ones, `[K × pairs]`. */
  readonly scores?: { readonly chosen: Vector; readonly rejected: Vector };
}

/** Implicit rewards of the answers, in nats. */
export interface Rewards {
  /** Of the chosen answers, `[pairs]`. */
  readonly chosen: Vector;
  /** Of the rejected answers, `[K × pairs]`. */
  readonly rejected: Vector;
}

/** What is asked of judged scores: that chosen answers score higher, unless it says otherwise. */
export interface ScoreNeeds {
  /** Whether a rejected answer may score as high as the chosen one. @default {false} */
  readonly ties?: boolean;
  /** Whether scores must be positive. @default {false} */
  readonly positive?: boolean;
}

/** A preference loss: log-probabilities under the policy and under the reference → one number per pair, in nats, `[pairs]`. */
export interface PreferenceLoss {
  (policy: PairLogps, reference: PairLogps, facts?: PairFacts): Vector;
  /** β of the implicit rewards that are reported beside the loss. */
  readonly beta: number;
  /** The implicit rewards that are reported beside the loss; their margins are what a chase compares. */
  rewards(policy: PairLogps, reference: PairLogps): Rewards;
  /** Whether the loss of one pair depends on the others of its batch, so that the batch cannot be split. @default {false} */
  readonly coupled?: boolean;
  /** Whether log-probabilities under the reference are needed. @default {true} */
  readonly needsReference?: boolean;
  /** Whether the reference's entropies are needed. @default {false} */
  readonly needsEntropies?: boolean;
  /** Whether judged scores are needed, and what is asked of them. @default {false} */
  readonly needsScores?: boolean | ScoreNeeds;
  /**
   * Whether each pair must carry another pair's answer after its own rejected ones, as `withMismatched` makes them.
   * @default {false}
   */
  readonly needsMismatched?: boolean;
}

/**
 * What training minimises, for one module or for several that are trained together: pure functions over log-probabilities
 * and a small state of its own.
 */
export interface Objective {
  /** Name of the method, as on the command line. */
  readonly name: string;
  /** Names of the modules that it trains; they see every batch in one pass. */
  readonly modules: readonly string[];
  /** What of a pair is seen: 2 for chosen and rejected answers, however many they are, 1 for the chosen answer alone. */
  readonly answers: 1 | 2;
  /** Whether log-probabilities under the reference are needed. */
  readonly needsReference: boolean;
  /** Whether the reference's entropies are needed. @default {false} */
  readonly needsEntropies?: boolean;
  /** Whether judged scores are needed, and what is asked of them. @default {false} */
  readonly needsScores?: boolean | ScoreNeeds;
  /** Whether each pair must carry another pair's answer after its own rejected ones. @default {false} */
  readonly needsMismatched?: boolean;
  /** What the loss is a mean over, all counting the same; a batch can then be taken in parts. */
  readonly meanOver: "pairs" | "completion tokens";
  /** Whether the loss of one pair depends on the others of its batch, so that the batch must be taken whole. @default {false} */
  readonly coupled?: boolean;
  /** The state before the first step; the caller owns it. */
  init(): TensorTree;
  /** The number to minimise; `policies` has one entry a module. */
  loss(
    policies: readonly PairLogps[],
    reference: PairLogps,
    state: TensorTree,
    facts?: PairFacts,
  ): Scalar;
  /** What a step reports and how the state goes on, from the log-probabilities that the step started with. */
  observe(
    policies: readonly PairLogps[],
    reference: PairLogps,
    state: TensorTree,
    facts?: PairFacts,
  ): Observation;
  /** Index of the module that is served. */
  played(state: TensorTree): Scalar;
}

/** What an {@linkcode Objective} makes of a step. */
export interface Observation {
  /** Scalars by name. */
  readonly metrics: Tensors;
  /** The objective's next state. */
  readonly state: TensorTree;
  /** What each module's learning rate is multiplied with in this step. */
  readonly speeds: readonly Scalar[];
}

/** One line of a table or of `metrics.jsonl`. */
export type Row = Record<string, number | string | boolean | null>;

/** One measurement of a method: what experiments give and reports take, in long format. */
export type MetricRow = {
  /** Name of the method, as on the command line. */
  readonly method: string;
  /** Seed of the run. */
  readonly seed: number;
  /** Updates done before the measurement. */
  readonly step: number;
  /** Name of what was measured. */
  readonly metric: string;
  /** What was measured, in the metric's unit. */
  readonly value: number;
};

/** A mean and the interval around it. */
export interface Interval {
  /** The mean. */
  readonly mean: number;
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}
