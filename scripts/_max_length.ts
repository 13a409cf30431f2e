/** The option `--max-length`: what it cuts, and what it comes to under a model. */
import type { Model } from "../lib/model/mod.ts";
import { say } from "./_say.ts";

/** Help of the option. */
export const MAX_LENGTH_HELP =
  "Longest prompt and answer together, in tokens: answers lose tokens on the right, and the prompt on the left what the longest of its answers leaves no room for, also before the shorter ones.";

/** The longest prompt and answer that the model's context holds; says where that is less than was asked. */
export function maxLengthOf(asked: number, { config }: Pick<Model, "config">): number {
  if (asked > config.context) {
    say(`data: --max-length ${asked} is taken as ${config.context}, the model's context`);
  }
  return Math.min(asked, config.context);
}
