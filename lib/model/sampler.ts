/** Samples from many policies of one model, by steps that are recorded once. */
import { fold, type Key, key, type Tensors, tf, uniform } from "../base/mod.ts";
import { type CompiledSteps, compiledSteps } from "./compiled_steps.ts";
import { drawFor, LARGEST_DRAW } from "./draw.ts";
import type { Model } from "./transformer.ts";
import { type Linear, plainLinear } from "./linear.ts";
import { policyInputs } from "./policy_inputs.ts";
import { requirePrompts } from "./require_prompts.ts";
import { requireSampleOptions, type SampleOptions } from "./sample.ts";
import { afterStep, drawsOf, promptsOf, startsOf, tokensOf } from "./sampling_batch.ts";
import { type SlotPlan, slotPlan } from "./slot_plan.ts";

/** Options for {@linkcode sampler}. */
export interface SamplerOptions extends SampleOptions {
  /** The affine maps under a policy's tensors, such as `(weights) => loraBank([weights], scale)`. @default {plainLinear} */
  readonly linear?: (weights: Tensors) => Linear;
}

/** What is sampled. */
export interface SamplingOptions {
  /** The policy's tensors, of the same names and shapes in every call. @default {none} */
  readonly weights?: Tensors;
  /** Most tokens to write. @default {64} */
  readonly maxTokens?: number;
  /** Token that ends a continuation, or several; it is not part of what is returned. @default {none} */
  readonly stop?: number | readonly number[];
  /** Random stream; row i draws from its own child, so that a row does not depend on its neighbours. @default {seed 0} */
  readonly key?: Key;
  /** Number of the first row, where the prompts are a part of a longer list that shares a key. @default {0} */
  readonly firstRow?: number;
}

/** Continues prompts; see {@linkcode sampler}. */
export interface Sampler {
  /**
   * Token ids of the continuations, without the prompts and without the stop token.
   *
   * @throws {RangeError} If a prompt is empty, or prompt and continuation together exceed the model's context.
   * @throws {TypeError} If the policy has tensors of other names or dtypes than in the first call.
   */
  sample(prompts: readonly Int32Array[], options?: SamplingOptions): Promise<Int32Array[]>;
  /** Gives back whatever was recorded. */
  dispose(): void;
}

/**
 * Makes a sampler. On the engine `tensorflow` each of its steps runs as one graph, which is recorded once for each shape
 * of batch and cache and then serves every call and every policy; on others the steps run op by op.
 *
 * @param model The model; it must outlive the sampler unchanged.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import { ensureEngine, loadModel } from "@fastslow/fastslow";
 * import { sampler } from "@fastslow/fastslow/model";
 * import { deepEqual } from "node:assert/strict";
 *
 * await ensureEngine();
 * const best = sampler(await loadModel("models/demo"), { temperature: 0 });
 * const [one] = await best.sample([Int32Array.of(5, 6)], { maxTokens: 4 });
 * const [, same] = await best.sample([Int32Array.of(7), Int32Array.of(5, 6)], { maxTokens: 4 });
 * deepEqual(one, same);
 * best.dispose();
 * ```
 */
export function sampler(
  model: Model,
  { linear = () => plainLinear, ...sample }: SamplerOptions = {},
): Sampler {
  requireSampleOptions(sample);
  const temperature = sample.temperature ?? 1;
  const made = { model, linear, draw: drawFor(sample), temperature };
  const byParts = new Map<number, CompiledSteps>();

  function stepsOf({ parts }: SlotPlan): CompiledSteps {
    const steps = byParts.get(parts) ?? compiledSteps(made);
    byParts.set(parts, steps);
    return steps;
  }

  return {
    async sample(
      prompts,
      { maxTokens = 64, stop = [], key: root = key(0), firstRow = 0, weights = {} } = {},
    ) {
      requirePrompts(model.config, prompts, maxTokens);
      const written: number[][] = prompts.map(() => []);
      if (prompts.length === 0 || maxTokens === 0) {
        return written.map((ids) => Int32Array.from(ids));
      }
      const plan = slotPlan(prompts, maxTokens);
      const steps = stepsOf(plan);
      const keys = prompts.map((_, row) => fold(root, firstRow + row));
      const stops = new Set([stop].flat());
      const starts = startsOf(plan);
      const always = { ...starts, ...policyInputs(weights) };
      const open = new Set(prompts.keys());
      let last: Tensors = {};
      try {
        for (let step = 0; step < maxTokens && open.size > 0; step++) {
          const taken = step === 0 ? promptsOf(plan) : afterStep(plan, last, step);
          const draws = drawsOf(plan, drawRows(keys, step, plan));
          last = { ...taken, ...draws };
          const given = steps[step === 0 ? "first" : "later"]({ ...always, ...last });
          tf.dispose(last);
          last = given;
          const ids = await tokensOf(plan, last);
          for (const row of open) {
            if (stops.has(ids[row]!)) open.delete(row);
            else written[row]!.push(ids[row]!);
          }
        }
      } finally {
        tf.dispose([last, starts]);
      }
      return written.map((ids) => Int32Array.from(ids));
    },
    dispose: () => byParts.forEach((steps) => steps.dispose()),
  };
}

/** Each row's number for a step, from the row's own stream. */
function drawRows(keys: readonly Key[], step: number, { parts, rows }: SlotPlan): Float32Array {
  const draws = new Float32Array(parts * rows);
  keys.forEach((key, row) => draws[row] = Math.min(uniform(fold(key, step), 1)[0]!, LARGEST_DRAW));
  return draws;
}
