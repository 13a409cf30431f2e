/** Random models. */
import { fold, type Key, normal, type Tensors, tf } from "../base/mod.ts";
import { architecture } from "./architectures/mod.ts";
import type { ModelConfig } from "./config.ts";
import { parameterShapes } from "./shapes.ts";
import type { Model } from "./transformer.ts";

/**
 * A model with random parameters as GPT-2 starts: weights from N(0, 0.02²), those that write to the residual stream
 * from N(0, 0.02² / (2 layers)), biases 0, normalisations 1.
 *
 * @returns A model that the caller owns.
 */
export function initModel(config: ModelConfig, key: Key): Model {
  const weights: Tensors = {};
  Object.entries(parameterShapes(config)).forEach(([name, shape], index) => {
    weights[name] = tf.tensor(draw(name, shape, config, fold(key, index)), [...shape]);
  });
  return { config, weights };
}

function draw(name: string, shape: readonly number[], config: ModelConfig, key: Key): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  if (name.endsWith(".bias")) return new Float32Array(size);
  if (shape.length === 1) return new Float32Array(size).fill(1);
  const { output, down } = architecture(config).names;
  const isLast = [output, down].some((map) => name.endsWith(`.${map}.weight`));
  const std = isLast ? 0.02 / Math.sqrt(2 * config.layers) : 0.02;
  return Float32Array.from(normal(key, size), (x) => x * std);
}
