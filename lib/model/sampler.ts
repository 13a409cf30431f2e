/** Samples from many policies of one model, by steps that are recorded once. */
import { fold, type Key, key, type Tensors, tf, uniform } from "../base/mod.ts";
import { compile, type Compiled } from "../engine/mod.ts";
import { type Cache, withRoom } from "./cache.ts";
import { drawFor, LARGEST_DRAW } from "./draw.ts";
import type { Model } from "./gpt2.ts";
import { type Linear, plainLinear } from "./linear.ts";
import { policyInputs } from "./policy_inputs.ts";
import { requirePrompts } from "./require_prompts.ts";
import { requireSampleOptions, type SampleOptions } from "./sample.ts";
import { cacheOf, nextTokens, readPrompts } from "./sampling_steps.ts";
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
  /** Token that ends a continuation; it is not part of what is returned. @default {none} */
  readonly stop?: number;
  /** Random stream; row i draws from its own child, so that a row does not depend on its neighbours. @default {seed 0} */
  readonly key?: Key;
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
  const parts = { model, linear, draw: drawFor(sample), temperature: sample.temperature ?? 1 };
  let first: Compiled | undefined;
  let others: Pick<Compiled, "run"> | undefined;

  function run(batch: Tensors): Tensors {
    if (!("slot" in batch)) {
      first ??= compile(readPrompts(parts), {}, batch);
      return first.run(batch);
    }
    others ??= first!.also(nextTokens(parts), batch);
    return others.run(batch);
  }

  return {
    async sample(prompts, { maxTokens = 64, stop, key: root = key(0), weights = {} } = {}) {
      requirePrompts(model.config, prompts, maxTokens);
      const written: number[][] = prompts.map(() => []);
      if (prompts.length === 0 || maxTokens === 0) {
        return written.map((ids) => Int32Array.from(ids));
      }
      const plan = slotPlan(prompts, maxTokens);
      const keys = prompts.map((_, row) => fold(root, row));
      const given = { starts: tf.tensor1d(plan.starts, "int32"), ...policyInputs(weights) };
      const open = new Set(prompts.keys());
      let last: Tensors = {};
      try {
        for (let step = 0; step < maxTokens && open.size > 0; step++) {
          last = advance(run, { plan, step, last, given, draws: drawsOf(keys, step, plan.rows) });
          const ids = await last.ids!.data<"int32">();
          for (const row of open) {
            if (ids[row] === stop) open.delete(row);
            else written[row]!.push(ids[row]!);
          }
        }
      } finally {
        tf.dispose([last, given.starts]);
      }
      return written.map((ids) => Int32Array.from(ids));
    },
    dispose: () => first?.dispose(),
  };
}

/** One step: from the last one's tokens and cache, which are disposed, to the next. */
function advance(
  run: (batch: Tensors) => Tensors,
  { plan, step, last, given, draws }: {
    readonly plan: SlotPlan;
    readonly step: number;
    readonly last: Tensors;
    readonly given: Tensors;
    readonly draws: Float32Array;
  },
): Tensors {
  const drawn = tf.tensor1d(draws);
  const fresh: Tensors = step === 0
    ? { ids: tf.tensor2d(plan.ids, [plan.rows, plan.time], "int32") }
    : { ids: last.ids!, slot: tf.scalar(plan.time + step - 1, "int32") };
  const past: Cache = step === 0 ? {} : withRoom(cacheOf(last), plan.slotsFor(step));
  try {
    return run({ ...given, ...fresh, ...past, draws: drawn });
  } finally {
    tf.dispose([fresh, past, drawn]);
  }
}

/** Each row's number for a step, from the row's own stream. */
function drawsOf(keys: readonly Key[], step: number, rows: number): Float32Array {
  const draws = new Float32Array(rows);
  keys.forEach((key, row) => draws[row] = Math.min(uniform(fold(key, step), 1)[0]!, LARGEST_DRAW));
  return draws;
}
