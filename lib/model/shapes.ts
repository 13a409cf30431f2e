/** Names and shapes of a model's parameters. */
import { architecture } from "./architectures/mod.ts";
import type { ModelConfig } from "./config.ts";

/** The affine maps of one block and their `[in, out]`, by name below the block's. */
export function linearShapes(
  config: ModelConfig,
): Readonly<Record<string, readonly [number, number]>> {
  const { names: { project, output, gate, up, down } } = architecture(config);
  const { width, inner, heads } = config;
  const { kvHeads = heads, headWidth = width / heads } = config;
  const [queries, keys] = [heads * headWidth, kvHeads * headWidth];
  const outputs = project.length === 1 ? [queries + 2 * keys] : [queries, keys, keys];
  return {
    ...Object.fromEntries(project.map((map, i) => [map, [width, outputs[i]!] as const])),
    [output]: [queries, width],
    ...(gate ? { [gate]: [width, inner] as const } : {}),
    [up]: [width, inner],
    [down]: [inner, width],
  };
}

/** The affine maps of the whole model and their `[in, out]`, by full name. */
export function linearMaps(config: ModelConfig): Record<string, readonly [number, number]> {
  const { block } = architecture(config).names;
  const maps: Record<string, readonly [number, number]> = {};
  for (let layer = 0; layer < config.layers; layer++) {
    for (const [name, shape] of Object.entries(linearShapes(config))) {
      maps[`${block}.${layer}.${name}`] = shape;
    }
  }
  return maps;
}

/** Every parameter's shape by name, in the order of the forward pass. */
export function parameterShapes(config: ModelConfig): Record<string, readonly number[]> {
  const { names, hasBias, shifts } = architecture(config);
  const { width, vocab, context, layers, heads, tied, headWidth = width / heads } = config;
  const shapes: Record<string, readonly number[]> = { [`${names.tokens}.weight`]: [vocab, width] };
  if (names.positions) shapes[`${names.positions}.weight`] = [context, width];
  const addNorm = (name: string, size: number) => {
    shapes[`${name}.weight`] = [size];
    if (shifts) shapes[`${name}.bias`] = [size];
  };
  for (let layer = 0; layer < layers; layer++) {
    const block = `${names.block}.${layer}`;
    addNorm(`${block}.${names.attentionNorm}`, width);
    addNorm(`${block}.${names.forwardNorm}`, width);
    names.headNorms?.forEach((name) => addNorm(`${block}.${name}`, headWidth));
    for (const [name, [input, output]] of Object.entries(linearShapes(config))) {
      shapes[`${block}.${name}.weight`] = [input, output];
      if (hasBias(config, name)) shapes[`${block}.${name}.bias`] = [output];
    }
  }
  addNorm(names.finalNorm, width);
  if (!tied) shapes[`${names.head}.weight`] = [vocab, width];
  return shapes;
}

/** Names of GPT-2, the one family whose names here lack what stands before them in Hugging Face's classes. */
const GPT2 = /^(?:h\.\d+|wte|wpe|ln_f)(?:\.|$)/;

/**
 * The path of a part inside Hugging Face's class: what files call it, and what PEFT matches names and expressions with.
 *
 * @param name Name in the parameter tree, such as `h.0.attn.c_attn`.
 *
 * @example
 * ```ts
 * import { modulePath } from "@fastslow/fastslow/model";
 * import { equal } from "node:assert/strict";
 *
 * equal(modulePath("h.0.attn.c_attn"), "transformer.h.0.attn.c_attn");
 * equal(modulePath("model.layers.0.mlp.up_proj"), "model.layers.0.mlp.up_proj");
 * ```
 */
export function modulePath(name: string): string {
  return GPT2.test(name) ? `transformer.${name}` : name;
}

/** Whether the feed-forward block has a gate, so that its inner width stands twice. */
export function isGated(config: Pick<ModelConfig, "family">): boolean {
  return architecture(config).names.gate !== undefined;
}

/**
 * The affine maps that an adapter changes where nobody says which: PEFT's choice for the family.
 *
 * @example
 * ```ts
 * import { defaultTargets } from "@fastslow/fastslow/model";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(defaultTargets({ family: "llama" }), ["q_proj", "v_proj"]);
 * ```
 */
export function defaultTargets(config: Pick<ModelConfig, "family">): readonly string[] {
  return architecture(config).targets;
}
