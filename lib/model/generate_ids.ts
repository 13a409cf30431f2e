/** Writes continuations, many prompts at once. */
import type { Key } from "../base/mod.ts";
import type { Model } from "./transformer.ts";
import { type Linear, plainLinear } from "./linear.ts";
import type { SampleOptions } from "./sample.ts";
import { sampler } from "./sampler.ts";

/** Options for {@linkcode generateIds}. */
export interface GenerateOptions extends SampleOptions {
  /** Most tokens to write. @default {64} */
  readonly maxTokens?: number;
  /** Token that ends a continuation, or several; it is not part of what is returned. @default {none} */
  readonly stop?: number | readonly number[];
  /** Random stream; row i draws from its own child, so that a row does not depend on its neighbours. @default {seed 0} */
  readonly key?: Key;
  /** Stands in for every affine map, to sample from an adapter. @default {plainLinear} */
  readonly linear?: Linear;
}

/**
 * Continues each prompt. Who samples more than once makes a `sampler`, which records its steps only once.
 *
 * @param model The model.
 * @param prompts Token ids of the prompts; none may be empty.
 * @returns Token ids of the continuations, without the prompts and without the stop token.
 * @throws {RangeError} If a prompt is empty, or prompt and continuation together exceed the model's context.
 */
export async function generateIds(
  model: Model,
  prompts: readonly Int32Array[],
  { linear = plainLinear, temperature = 1, topP = 1, ...options }: GenerateOptions = {},
): Promise<Int32Array[]> {
  const once = sampler(model, { temperature, topP, linear: () => linear });
  try {
    return await once.sample(prompts, options);
  } finally {
    once.dispose();
  }
}
