import { tf } from "../base/mod.ts";
import { architecture } from "./architectures/mod.ts";
import type { Model } from "./transformer.ts";

/**
 * The model whose law at temperature 1 is this model's at `temperature`: its scores are divided by it, by way of the last
 * normalisation. Sampling, log-probabilities and KL of a policy at a temperature are then of one and the same law.
 *
 * @returns A model that shares every parameter but those of the last normalisation, which the caller owns.
 * @throws {RangeError} If the temperature is not positive.
 *
 * @example
 * ```ts
 * import { atTemperature, forward, initModel, logits, parseConfig } from "@fastslow/fastslow/model";
 * import { key, tf } from "@fastslow/fastslow/base";
 * import { ok } from "node:assert/strict";
 *
 * const config = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 4, vocab_size: 5 });
 * const model = initModel(config, key(0));
 * const ids = tf.tensor2d([[1, 2]], [1, 2], "int32");
 * const [warm, cold] = [model, atTemperature(model, 0.5)].map((m) => logits(m, forward(m, ids)));
 * ok((await tf.max(tf.abs(tf.sub(tf.mul(warm!, 2), cold!))).data())[0]! < 1e-6);
 * ```
 */
export function atTemperature({ config, weights }: Model, temperature: number): Model {
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new RangeError(
      `Cannot change the temperature as it must be > 0: current value is ${temperature}`,
    );
  }
  const { finalNorm } = architecture(config).names;
  const own = [`${finalNorm}.weight`, `${finalNorm}.bias`].filter((name) => weights[name]);
  const scaled = own.map((name) => [name, tf.div(weights[name]!, temperature)]);
  return { config, weights: { ...weights, ...Object.fromEntries(scaled) } };
}
