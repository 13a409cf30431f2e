/** Names and shapes of a model's parameters. */
import type { ModelConfig } from "./config.ts";

/** The affine maps of one block and their `[in, out]`, by name below `h.N`. */
export function linearShapes(
  { width, inner }: ModelConfig,
): Readonly<Record<string, readonly [number, number]>> {
  return {
    "attn.c_attn": [width, 3 * width],
    "attn.c_proj": [width, width],
    "mlp.c_fc": [width, inner],
    "mlp.c_proj": [inner, width],
  };
}

/** The affine maps of the whole model and their `[in, out]`, by full name. */
export function linearMaps(config: ModelConfig): Record<string, readonly [number, number]> {
  const maps: Record<string, readonly [number, number]> = {};
  for (let layer = 0; layer < config.layers; layer++) {
    for (const [name, shape] of Object.entries(linearShapes(config))) {
      maps[`h.${layer}.${name}`] = shape;
    }
  }
  return maps;
}

/** Every parameter's shape by name, in the order of the forward pass. */
export function parameterShapes(config: ModelConfig): Record<string, readonly number[]> {
  const { width, vocab, context, layers, tied } = config;
  const shapes: Record<string, readonly number[]> = {
    "wte.weight": [vocab, width],
    "wpe.weight": [context, width],
  };
  const addNorm = (name: string) => {
    shapes[`${name}.weight`] = [width];
    shapes[`${name}.bias`] = [width];
  };
  for (let layer = 0; layer < layers; layer++) {
    addNorm(`h.${layer}.ln_1`);
    addNorm(`h.${layer}.ln_2`);
    for (const [name, [input, output]] of Object.entries(linearShapes(config))) {
      shapes[`h.${layer}.${name}.weight`] = [input, output];
      shapes[`h.${layer}.${name}.bias`] = [output];
    }
  }
  addNorm("ln_f");
  if (!tied) shapes["lm_head.weight"] = [vocab, width];
  return shapes;
}
