/** The options `--engine` and `--precision`. */
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
