/** The arithmetic that a step cannot do without. */
import type { EncodedPair } from "../../lib/base/mod.ts";
import { type LoraConfig, loraRanks, targetMaps } from "../../lib/adapter/mod.ts";
import { linearMaps, type ModelConfig } from "../../lib/model/mod.ts";
import { sequenceLength } from "../../lib/tokens/mod.ts";

/** What {@linkcode stepFlops} counts. */
export interface FlopsOptions {
  /** Modules that are trained; each counts as a policy of its own. @default {1} */
  readonly modules?: number;
  /** Whether the pairs are scored under the reference in this step. @default {false} */
  readonly reference?: boolean;
}

/**
 * Useful floating-point operations of one step on some pairs, a multiplication and an addition counting as two.
 *
 * Counted are matrix products over real tokens: a prompt once a pair, though two answers continue it; the head on
 * completion tokens alone; attention's causal pairs of places alone. Backward: gradients of activations down to the first
 * adapted map, and of the LoRA factors. Not counted: padding, a prompt's second pass, gradients of frozen matrices, what
 * is computed anew, and all that is no product (normalisation, softmax, activation, loss, optimiser, embedding).
 */
export function stepFlops(
  config: ModelConfig,
  lora: LoraConfig,
  pairs: readonly EncodedPair[],
  { modules = 1, reference = false }: FlopsOptions = {},
): number {
  const { tokens, completions, places } = sizesOf(pairs);
  const cost = costsOf(config, lora);
  const once = (part: keyof Cost) =>
    cost.token[part] * tokens + cost.place[part] * places + cost.head[part] * completions;
  const policy = once("forward") + once("lora") + once("backward");
  return modules * policy + (reference ? once("forward") : 0);
}

interface Cost {
  readonly forward: number;
  readonly lora: number;
  readonly backward: number;
}

function sizesOf(pairs: readonly EncodedPair[]) {
  let [tokens, completions, places] = [0, 0, 0];
  for (const pair of pairs) {
    const prompt = pair.prompt.length;
    tokens += sequenceLength(pair);
    places += prompt * (prompt + 1) / 2;
    for (const { length } of [pair.chosen, ...pair.rejected]) {
      completions += length;
      places += length * prompt + length * (length + 1) / 2;
    }
  }
  return { tokens, completions, places };
}

/** Operations a token, a pair of places that attend, and a completion token. */
function costsOf(config: ModelConfig, lora: LoraConfig) {
  const { width, vocab } = config;
  const adapted = targetMaps(config, lora.targets);
  const rankOf = loraRanks(lora);
  const token = { forward: 0, lora: 0, backward: 0 };
  const place = { forward: 0, lora: 0, backward: 0 };
  let above = false; // whether an adapted map came before, so that a gradient passes here
  for (const [name, [input, output]] of Object.entries(linearMaps(config))) {
    token.forward += 2 * input * output;
    if (above) token.backward += 2 * input * output;
    if (name in adapted) {
      const rank = rankOf(name);
      token.lora += 2 * rank * (input + output);
      token.backward += 2 * rank * (input + 2 * output + (above ? input : 0));
      above = true;
    }
    if (!name.endsWith("attn.c_attn")) continue;
    place.forward += 4 * width; // q·k and the weighted sum of values
    if (above) place.backward += 8 * width; // gradients of q, k, weights, values
  }
  const head = 2 * width * vocab;
  return { token, place, head: { forward: head, lora: 0, backward: above ? head : 0 } };
}
