/** What training needs of the memory, from shapes alone. */
import { type LoraConfig, loraRanks, targetMaps } from "../adapter/mod.ts";
import type { EngineName, Precision } from "../engine/mod.ts";
import { HEAD_CHUNK } from "../logprobs/mod.ts";
import { blocksOf, isGated, type ModelConfig, parameterShapes } from "../model/mod.ts";

/** The largest batch of a run, and what is trained on it. */
export interface MemoryOptions {
  /** Rows of the batch. */
  readonly rows: number;
  /** Padded length of a row, in tokens. */
  readonly time: number;
  /** Completion tokens of the batch. */
  readonly tokens: number;
  /** Shape of the modules. */
  readonly lora: Pick<LoraConfig, "rank" | "targets" | "rankPattern">;
  /** Modules that see the batch in one pass. @default {1} */
  readonly modules?: number;
  /** What computes. @default {"tensorflow"} */
  readonly engine?: EngineName;
  /** What the base's matrices are held in. @default {"float32"} */
  readonly held?: Precision;
}

/** What training needs at its peak, in bytes of resident memory. */
export interface MemoryEstimate {
  /** Program and libraries. */
  readonly runtime: number;
  /** The base. */
  readonly weights: number;
  /** Modules, gradients and the optimiser's moments. */
  readonly adapters: number;
  /** What the forward pass holds for the backward pass. */
  readonly held: number;
  /** What the largest of the functions in between needs beside that. */
  readonly passing: number;
  /** All at once, or what reading the model needs where that is more. */
  readonly total: number;
}

const MIB = 2 ** 20;
const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** Bytes of a number of the base. */
const HELD: Readonly<Record<Precision, number>> = { float32: FLOAT, bfloat16: FLOAT / 2 };
/** Resident memory with nothing but the engine in use, measured: see BENCHMARKS.md. */
const RUNTIME = { tensorflow: 440 * MIB, wasm: 200 * MIB, cpu: 200 * MIB } as const;
/** What allocators keep beside what is in use, as a factor; measured too. */
const SLACK = 1.3;
/** Copies of each factor: itself, its gradient, two moments, and the next three. */
const FACTOR_COPIES = 7;
/** Tensors of the scores' or the feed-forward's size that live at once while one function or its gradient runs. */
const PASSING = { attention: 5, feedForward: 5, head: 3 } as const;

/**
 * Estimates the peak of a LoRA training step.
 *
 * Of a block, the backward pass holds the normalised inputs of both norms, queries, keys, values, the attention's weights
 * and its result, and the activation's input; of an adapted map its input, and that times A.
 *
 * @param config The base.
 * @throws {RangeError} If a target matches no map of the model.
 *
 * @example
 * ```ts
 * import { estimateMemory } from "@fastslow/fastslow/train";
 * import { parseConfig } from "@fastslow/fastslow/model";
 * import { ok } from "node:assert/strict";
 *
 * const gpt2 = parseConfig({ model_type: "gpt2", n_layer: 12, n_embd: 768, n_head: 12, n_positions: 1024, vocab_size: 50257 });
 * const lora = { rank: 16, targets: ["c_attn"] };
 * const { total } = estimateMemory(gpt2, { rows: 8, time: 512, tokens: 2048, lora });
 * ok(total > 4e9 && total < 7e9);
 * ```
 */
export function estimateMemory(
  config: ModelConfig,
  { rows, time, tokens, lora, modules = 1, engine = "tensorflow", held }: MemoryOptions,
): MemoryEstimate {
  const { layers, width, inner, heads, vocab } = config;
  const { kvHeads = heads, headWidth = width / heads } = config;
  const rankOf = loraRanks(lora);
  const maps = Object.entries(targetMaps(config, lora.targets)).map(
    ([map, [input, output]]) => ({ input, output, rank: rankOf(map) }),
  );
  const places = modules * rows * time;
  // The weights of each block of queries, [modules × rows, heads, end − start, end].
  const seen = sum(blocksOf(time).map(({ start, end }) => (end - start) * end));
  const scores = modules * rows * heads * seen;
  const targets = modules * tokens;

  const factors = modules * sum(maps.map(({ input, output, rank }) => rank * (input + output)));
  const projected = 2 * (heads + kvHeads) * headWidth; // queries, keys, values and what is mixed of them
  const inners = isGated(config) ? 2 * inner : inner;
  const block = places * (2 * width + projected + inners) + scores;
  const adapted = places * sum(maps.map(({ input, rank }) => input + rank));
  // Around the blocks: embeddings of tokens and places, what the mask is made from, the last norm and its result, and of
  // each target its hidden state and that one's gradient.
  const ends = places * (4 * width + 5 * time) + 2 * targets * width;
  // Each chunk of the vocabulary leaves a mean of the head's rows.
  const means = Math.ceil(tokens * vocab / HEAD_CHUNK) * targets * width;
  const head = vocab * width + means + PASSING.head * Math.min(targets * vocab, HEAD_CHUNK);
  const passing = Math.max(
    PASSING.attention * scores,
    PASSING.feedForward * places * inner,
    head,
  );

  const bytes = {
    runtime: RUNTIME[engine],
    weights: weightBytes(config, held),
    adapters: FLOAT * FACTOR_COPIES * factors,
    held: FLOAT * (layers * block + adapted + ends),
    passing: FLOAT * passing,
  };
  return {
    ...bytes,
    total: Math.max(peakOf(bytes, engine), bytes.runtime + loadingBytes(config, held)),
  };
}

/**
 * Bytes of a model's parameters.
 *
 * @param held What its matrices are held in.
 */
export function weightBytes(config: ModelConfig, held: Precision = "float32"): number {
  return HELD[held] * sum(sizesOf(config));
}

/** Bytes that loading a model takes: its parameters, and thrice the largest of them while that is read and widened. */
export function loadingBytes(config: ModelConfig, held: Precision = "float32"): number {
  return weightBytes(config, held) + FLOAT * 3 * Math.max(...sizesOf(config));
}

/** Numbers of each parameter. */
function sizesOf(config: ModelConfig): number[] {
  return Object.values(parameterShapes(config))
    .map((shape) => shape.reduce((size, length) => size * length, 1));
}

function peakOf(
  { runtime, weights, adapters, held, passing }: Omit<MemoryEstimate, "total">,
  engine: EngineName,
): number {
  // The native engine takes the numbers over; elsewhere they stay beside the engine's own.
  const copies = engine === "tensorflow" ? 1 : 2;
  return runtime + copies * weights + SLACK * (adapters + held + passing);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}
