/** The options `--engine`, `--precision` and `--base-dtype`. */
import { ENGINES, PRECISIONS } from "../lib/engine/mod.ts";
import { defineOptions } from "./_arguments.ts";

/** The option that chooses what computes. */
export const engineOption = defineOptions({
  engine: {
    type: "string",
    choices: ENGINES,
    default: "auto",
    group: "Run",
    help: "What computes; auto takes the native engine where it can be had, else wasm.",
  },
});

/** The option that chooses what matrix products are computed in. */
export const precisionOption = defineOptions({
  precision: {
    type: "string",
    choices: PRECISIONS,
    default: "float32",
    group: "Run",
    help: "What matrix products are computed in; bfloat16 needs the engine tensorflow.",
  },
});

/** The option that chooses what the frozen base is held in. */
export const baseDtypeOption = defineOptions({
  baseDtype: {
    type: "string",
    choices: PRECISIONS,
    default: "float32",
    group: "Run",
    help:
      "What the frozen base is held in; bfloat16 takes half of the memory, loses nothing of a model that is stored so, and needs the engine tensorflow.",
  },
});
