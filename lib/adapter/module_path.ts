/** Paths of a model's parts as PEFT knows them. */

/** Names of GPT-2, the one family whose names here lack what stands before them in Hugging Face's classes. */
const GPT2 = /^(?:h\.\d+|wte|wpe|ln_f)(?:\.|$)/;

/**
 * The path of a map inside Hugging Face's class, which is what PEFT matches names and expressions with.
 *
 * @param name Name in the parameter tree, such as `h.0.attn.c_attn`.
 *
 * @example
 * ```ts
 * import { modulePath } from "@fastslow/fastslow/adapter";
 * import { equal } from "node:assert/strict";
 *
 * equal(modulePath("h.0.attn.c_attn"), "transformer.h.0.attn.c_attn");
 * equal(modulePath("model.layers.0.mlp.up_proj"), "model.layers.0.mlp.up_proj");
 * ```
 */
export function modulePath(name: string): string {
  return GPT2.test(name) ? `transformer.${name}` : name;
}

/** PEFT's `fan_in_fan_out`: whether files keep a map as `[in, out]`, as GPT-2's Conv1D does, not as `[out, in]`. */
export function keptInOut(map: string): boolean {
  return GPT2.test(map);
}
