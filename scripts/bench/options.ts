/** The options of `task bench`. */
import { defineOptions, type Values } from "../_arguments.ts";
import type { Precision } from "./types.ts";
import { type WorkloadName, WORKLOADS } from "./workloads.ts";

/** What matrix products are computed in; the list of room `engine` would bring TensorFlow.js with it. */
const PRECISIONS: readonly Precision[] = ["float32", "bfloat16"];
/** What takes about two minutes on two cores and needs nothing. */
export const DEFAULT: readonly WorkloadName[] = ["tiny", "ofs", "scaling", "sampling"];
/** Spec of the command line. */
export const benchOptions = defineOptions({
  workloads: {
    type: "list",
    choices: WORKLOADS,
    help: `What is measured; without it ${DEFAULT.join(", ")}, or model where --model is given.`,
  },
  model: {
    type: "string",
    placeholder: "folder|name",
    group: "Input",
    help: "The model of the workload model; the others make theirs from a seed.",
  },
  data: {
    type: "string",
    placeholder: "file|folder",
    group: "Input",
    help:
      "Preferences for 30m, small, model and ofs-30m, or a folder with hh/ and tokenizers/; else FASTSLOW_DATA, else rows of such lengths are made up.",
  },
  tokenizer: {
    type: "string",
    placeholder: "file",
    group: "Input",
    help: "tokenizer.json for --data, where neither the model nor the folder has one.",
  },
  maxLength: {
    type: "integer",
    min: 16,
    default: 512,
    group: "Input",
    help: "Longer rows are left out, as peers leave them out.",
  },
  method: {
    type: "string",
    default: "dpo",
    group: "Run",
    help: "What tiny, 30m, small and model minimise.",
  },
  batchSize: {
    type: "integer",
    min: 1,
    default: 8,
    group: "Run",
    help: "Pairs a step, but for scaling.",
  },
  steps: { type: "integer", min: 2, group: "Run", help: "Steps of every training run." },
  precision: {
    type: "list",
    choices: PRECISIONS,
    default: ["float32"],
    group: "Run",
    help: "What matrix products are computed in; bfloat16 needs the engine tensorflow.",
  },
  engine: {
    type: "list",
    choices: ["auto", "tensorflow", "wasm"],
    default: ["auto"],
    group: "Run",
    help: "What computes; the first one is compared with the peer.",
  },
  rounds: { type: "integer", min: 1, group: "Run", help: "Times that each case is measured." },
  peer: {
    type: "string",
    placeholder: "python",
    group: "Peer",
    help:
      "A Python with torch, TRL 1.16 and PEFT, to run beside tiny, 30m, small, model and sampling.",
  },
  peerRounds: { type: "integer", min: 1, group: "Peer", help: "Times that the peer is measured." },
  out: {
    type: "string",
    default: "runs/bench",
    placeholder: "folder",
    group: "Run",
    help: "Folder of bench.json, bench.md, bench.html and charts/.",
  },
});

/** Values of the command line. */
export type BenchValues = Values<typeof benchOptions>;
