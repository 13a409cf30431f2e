/** Small worlds for tests: the demo's model, and a judge that counts a letter. */
import { CROSS_TUNED, rewardWorlds } from "../../../lib/experiments/mod.ts";
import { judge, model, SETTINGS, tokenizer } from "../in_domain/_world.ts";

export const sizes = {
  rounds: 4,
  prefixesPerRound: 2,
  heldOut: 4,
  prompts: 4,
  maxTokens: 10,
  temperature: 1,
};

/** The same settings for every tuned method. */
export const CONTINUAL = Object.fromEntries(
  CROSS_TUNED.map((name) => [name, { ...SETTINGS, replayShare: 0.5, ewcStrength: 10 }]),
);
export const MEMORY = 6;

export function worlds(seed: number) {
  return rewardWorlds({ model, tokenizer, judge }, sizes, seed);
}
