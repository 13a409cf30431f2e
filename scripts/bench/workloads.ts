/** The named workloads, as data. */
import type { Case, GptSpec, ModelSpec, TrainCase, Workload } from "./types.ts";

/** What the user may set for the workloads of one training run. */
export interface Sizes {
  readonly method: string;
  readonly batchSize: number;
  readonly maxLength: number;
  readonly steps?: number | undefined;
  /** The folder of `--model`, for the workload `model`. */
  readonly folder?: string | undefined;
}

const TINY: GptSpec = { layers: 4, width: 128, heads: 4, vocab: 4096, context: 512 };
const GPT2_30M: GptSpec = { layers: 6, width: 384, heads: 6, vocab: 50257, context: 1024 };
const GPT2_SMALL: GptSpec = { layers: 12, width: 768, heads: 12, vocab: 50257, context: 1024 };

/** A model's sizes of the axis `size`, besides `TINY`. */
const OTHER_SIZES: readonly GptSpec[] = [
  { ...TINY, layers: 2, width: 64, heads: 2 },
  { ...TINY, width: 256 },
  { ...TINY, layers: 6, width: 384, heads: 6 },
];

/** Every name, in the order of the help. */
export const WORKLOADS = [
  "tiny",
  "30m",
  "small",
  "model",
  "ofs",
  "ofs-30m",
  "scaling",
  "sampling",
] as const;

/** Name of a workload. */
export type WorkloadName = typeof WORKLOADS[number];

/** A workload by its name. */
export function workload(name: WorkloadName, sizes: Sizes): Workload {
  return MAKERS[name](sizes);
}

const MAKERS: Readonly<Record<WorkloadName, (sizes: Sizes) => Workload>> = {
  tiny: (sizes) => ({
    name: "tiny",
    title: "A step of 4 × 128, 16 rows × 64 tokens",
    cases: [{
      ...equalRows(sizes.method, { steps: sizes.steps ?? 50, batchSize: sizes.batchSize }),
    }],
    rounds: 3,
    peerRounds: 3,
  }),
  "30m": (sizes) => dialogues("30m", "GPT-2 of 6 × 384 on dialogues", GPT2_30M, sizes),
  small: (sizes) => dialogues("small", "GPT-2 small on dialogues", GPT2_SMALL, sizes),
  model: (sizes) => dialogues("model", "Your model on dialogues", { folder: sizes.folder! }, sizes),
  ofs: ({ steps = 30 }) => ({
    name: "ofs",
    title: "OFS-DPO against DPO, 4 × 128",
    cases: ["dpo", "ofs-dpo"].map((method) => equalRows(method, { steps })),
    rounds: 3,
    peerRounds: 0,
  }),
  "ofs-30m": ({ steps = 8, batchSize, maxLength }) => ({
    name: "ofs-30m",
    title: "OFS-DPO against DPO, 6 × 384",
    // Two batches, seen again and again: from the second epoch on the reference is known, as two DPO runs would share it.
    cases: ["dpo", "ofs-dpo"].map((method): TrainCase => ({
      kind: "train",
      name: method,
      model: GPT2_30M,
      rows: { kind: "dialogues", count: 2 * batchSize, maxLength },
      method,
      batchSize,
      steps: Math.max(steps, 4),
      warm: 2,
    })),
    rounds: 3,
    peerRounds: 0,
  }),
  scaling: ({ steps = 8 }) => ({
    name: "scaling",
    title: "What a step costs",
    cases: scalingCases(steps),
    rounds: 1,
    peerRounds: 0,
  }),
  sampling: () => ({
    name: "sampling",
    title: "Sampling 256 rows × 64 tokens from models/reviews",
    cases: [{
      kind: "sample",
      name: "sampling",
      model: { folder: "reviews" },
      prompts: 256,
      promptTokens: 8,
      newTokens: 64,
      repeats: 3,
    }],
    rounds: 2,
    peerRounds: 2,
  }),
};

function dialogues(
  name: string,
  title: string,
  model: ModelSpec,
  { method, batchSize, maxLength, steps = 24 }: Sizes,
): Workload {
  const run: Case = {
    kind: "train",
    name: method,
    model,
    rows: { kind: "dialogues", count: steps * batchSize, maxLength },
    method,
    batchSize,
    steps,
    warm: 1,
  };
  return { name, title, cases: [run], rounds: 1, peerRounds: 1 };
}

/** A run over one batch of rows of equal length, so that from its second step on nothing is new. */
function equalRows(
  method: string,
  { model = TINY, batchSize = 8, time = 64, steps = 30, modules = 1, name = method } = {},
): TrainCase {
  const half = time >> 1;
  return {
    kind: "train",
    name,
    model,
    rows: { kind: "equal", count: batchSize, prompt: half, answer: time - half },
    method,
    ...(modules > 1 && { modules }),
    batchSize,
    steps,
    warm: 1,
  };
}

/** One base case, and others that differ from it on one axis each. */
function scalingCases(steps: number): TrainCase[] {
  const on = (
    axis: string,
    value: number,
    options: Parameters<typeof equalRows>[1],
  ): TrainCase => ({
    ...equalRows("dpo", { ...options, steps, name: `${axis} ${value}` }),
    axes: { [axis]: value },
  });
  const millions = (model: GptSpec) => Number((parametersOf(model) / 1e6).toFixed(2));
  return [
    {
      ...equalRows("dpo", { steps, name: "base" }),
      axes: { batch: 8, context: 64, size: millions(TINY), modules: 1 },
    },
    ...[1, 2, 4, 16].map((batchSize) => on("batch", batchSize, { batchSize })),
    ...[128, 256, 512].map((time) => on("context", time, { time })),
    ...OTHER_SIZES.map((model) => on("size", millions(model), { model })),
    ...[2, 4, 8].map((modules) => on("modules", modules, { modules })),
  ];
}

/** Parameters of a GPT-2 with a tied head. */
export function parametersOf({ layers, width, vocab, context }: GptSpec): number {
  const block = 12 * width * width + 13 * width;
  return (vocab + context) * width + layers * block + 2 * width;
}
