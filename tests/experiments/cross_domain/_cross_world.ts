/** Small worlds for tests: the demo's model, and a judge that counts a letter. */
import { rewardWorlds } from "../../../lib/experiments/mod.ts";
import { judge, model, tokenizer } from "../in_domain/_world.ts";

export const sizes = {
  rounds: 4,
  prefixesPerRound: 2,
  heldOut: 4,
  prompts: 4,
  maxTokens: 10,
  temperature: 1,
};

export const CONTINUAL = { memory: 6, replayShare: 0.5, ewcStrength: 10 };

export function worlds(seed: number) {
  return rewardWorlds({ model, tokenizer, judge }, sizes, seed);
}
