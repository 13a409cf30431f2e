/** The option `--engine`. */
import { ENGINES } from "../lib/engine/mod.ts";
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
