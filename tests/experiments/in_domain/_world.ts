/** A small world for tests: the demo's model, and a judge that counts a letter. */
import { sentimentWorld } from "../../../lib/experiments/in_domain/mod.ts";
import { loadTokenizer } from "../../../lib/tokens/mod.ts";
import { loadModel } from "../../../lib/train/mod.ts";
import "../../_support.ts";

export const model = await loadModel("models/demo");
export const tokenizer = await loadTokenizer("models/demo");

/** Log-odds that grow with the share of the letter e. */
export function judge(texts: readonly string[]): Float64Array {
  return Float64Array.from(texts, (text) => {
    const es = text.split("e").length - 1;
    return 40 * (es / Math.max(1, text.length) - 0.1);
  });
}

export const sizes = {
  rounds: 6,
  prefixesPerRound: 2,
  heldOut: 4,
  prompts: 8,
  maxTokens: 12,
  temperature: 1,
};

export function world(seed: number) {
  return sentimentWorld({ model, tokenizer, judge }, sizes, seed);
}

export const SETTINGS = { lr: 5e-3, alpha: 0.2, slowRatio: 0.5, every: 2, emaDecay: 0.8 };
export const LORA = { rank: 4, alpha: 4, targets: ["c_attn"], rankStabilised: false };
