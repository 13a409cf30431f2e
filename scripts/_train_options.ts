/** The options of `task train`. */
import { METHODS } from "../lib/train/mod.ts";
import { defineOptions, type Values } from "./_arguments.ts";
import { chatOptions } from "./_chat_options.ts";
import { baseDtypeOption, engineOption, precisionOption } from "./_engine_option.ts";
import { lossOptions } from "./_loss_options.ts";
import { mapOption } from "./_map_option.ts";
import { MAX_LENGTH_HELP } from "./_max_length.ts";
import { modelOption } from "./_model_option.ts";

/** The losses, without the chase. */
const LOSS_NAMES = METHODS.filter((name) => name !== "sft" && !name.startsWith("ofs-"));

/** Spec of the command line. */
export const trainOptions = defineOptions({
  preset: {
    type: "string",
    choices: ["demo"],
    help: "Start from a set of values; options that you give win over it.",
  },
  model: { ...modelOption.model, group: "Input" },
  data: {
    type: "string",
    required: true,
    placeholder: "file|id",
    group: "Input",
    help:
      "Preferences, taken in file order: .jsonl, .json, .parquet or .arrow, or hf:org/name[:file] on the hub; texts, HH dialogues or messages.",
  },
  adapter: {
    type: "string",
    placeholder: "folder|id",
    group: "Input",
    help:
      "PEFT folder, or id on the hub, to start from; the reference stays the base without any adapter.",
  },
  map: { ...mapOption.map, group: "Input" },
  chatTemplate: { ...chatOptions.chatTemplate, group: "Input" },
  chatDate: { ...chatOptions.chatDate, group: "Input" },
  maxLength: {
    type: "integer",
    min: 2,
    default: 512,
    group: "Input",
    help: MAX_LENGTH_HELP,
  },
  maxRows: {
    type: "integer",
    min: 1,
    group: "Input",
    help: "Take only the first rows of the data.",
  },
  method: {
    type: "string",
    choices: METHODS,
    choicesInWords: `one of ${
      LOSS_NAMES.join(", ")
    }, each also as ofs-…, under the chase of two modules, or sft`,
    default: "ofs-dpo",
    group: "Method",
    help:
      "What is minimised. Under ofs-… the metric loss is the sum over both modules, 2 log 2 at the start with dpo; chase/base_F is what compares with the loss of the method alone.",
  },
  beta: {
    type: "number",
    exclusiveMin: 0,
    group: "Method",
    help:
      "Inverse temperature β (IPO: τ, ORPO: λ). Without this option 0.1; 2 for simpo, 5 for dpo-norm, 1 for sdpo, 0.05 for discopop.",
  },
  alpha: {
    type: "number",
    min: 0,
    default: 0.1,
    group: "Method",
    help: "OFS: weight α of the chase.",
  },
  slowRatio: {
    type: "number",
    exclusiveMin: 0,
    max: 1,
    default: 0.3,
    group: "Method",
    help: "OFS: learning rate of the slow module over that of the fast one.",
  },
  chaseEvery: {
    type: "integer",
    min: 1,
    default: 10,
    group: "Method",
    help: "OFS: steps k after which the better module takes role F.",
  },
  chase: {
    type: "string",
    choices: ["bounded", "raw"],
    default: "bounded",
    group: "Method",
    help:
      "OFS: bound the slow module's chase from below at -10, or leave it unbounded as in the paper.",
  },
  swap: {
    type: "string",
    choices: ["roles", "rates"],
    default: "roles",
    group: "Method",
    help: "OFS: what a swap exchanges, the roles alone or the learning rates with them.",
  },
  ...lossOptions,
  loraRank: { type: "integer", min: 1, default: 16, group: "LoRA", help: "Rank r." },
  loraAlpha: {
    type: "number",
    exclusiveMin: 0,
    default: 16,
    group: "LoRA",
    help: "Scaling numerator α.",
  },
  loraTargets: {
    type: "list",
    group: "LoRA",
    help:
      "Maps that are adapted: ends of their names, such as c_attn or q_proj, or all-linear. [default PEFT's for the model]",
  },
  rslora: { type: "boolean", group: "LoRA", help: "Scale by α/√r instead of α/r." },
  lr: {
    type: "number",
    exclusiveMin: 0,
    default: 1e-4,
    group: "Optimisation",
    help: "Learning rate.",
  },
  optimiser: {
    type: "string",
    choices: ["adamw", "sgd", "rmsprop"],
    default: "adamw",
    group: "Optimisation",
    help: "AdamW with .9/.999/1e-8, plain SGD, or RMSprop.",
  },
  weightDecay: {
    type: "number",
    min: 0,
    default: 0,
    group: "Optimisation",
    help: "AdamW's decoupled weight decay.",
  },
  clip: {
    type: "number",
    exclusiveMin: 0,
    group: "Optimisation",
    help: "Largest joint norm of the gradients; without this option they are not clipped.",
  },
  schedule: {
    type: "string",
    choices: ["constant", "cosine"],
    default: "constant",
    group: "Optimisation",
    help: "Learning rate over the steps.",
  },
  warmup: {
    type: "integer",
    min: 0,
    default: 0,
    group: "Optimisation",
    help: "Steps of linear warm-up, with --schedule cosine.",
  },
  batchSize: {
    type: "integer",
    min: 1,
    default: 8,
    group: "Optimisation",
    help: "Pairs a step.",
  },
  tokenBudget: {
    type: "integer",
    min: 1,
    group: "Optimisation",
    help:
      "Most tokens of one pass under each module; a larger batch takes several and adds their gradients up. Without this option 1024.",
  },
  steps: {
    type: "integer",
    min: 1,
    group: "Optimisation",
    help: "Number of steps; without this option, --epochs.",
  },
  epochs: {
    type: "integer",
    min: 1,
    default: 1,
    group: "Optimisation",
    help: "Passes over the data.",
  },
  shuffle: {
    type: "boolean",
    group: "Optimisation",
    help: "Shuffle each epoch instead of file order.",
  },
  seed: { type: "integer", min: 0, default: 0, group: "Run", help: "Seed of everything random." },
  ...engineOption,
  ...precisionOption,
  ...baseDtypeOption,
  out: {
    type: "string",
    placeholder: "folder",
    group: "Run",
    help: "Folder of the run; without this option, a new one under runs/.",
  },
  resume: { type: "boolean", group: "Run", help: "Go on from the newest checkpoint in --out." },
  referenceCache: {
    type: "string",
    placeholder: "folder",
    group: "Run",
    help: "Folder that keeps the reference's log-probabilities for later runs of any method.",
  },
  memoryCheck: {
    type: "boolean",
    default: true,
    group: "Run",
    help: "Refuse a run that is estimated to need more memory than there is.",
  },
  saveEvery: {
    type: "integer",
    min: 1,
    default: 50,
    group: "Run",
    help: "Steps between checkpoints.",
  },
});

/** Values of the command line. */
export type TrainValues = Values<typeof trainOptions>;
