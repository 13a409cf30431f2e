/** What the base writes for a domain. */
import { fold, type Key } from "../../base/mod.ts";
import type { Sampler } from "../../model/mod.ts";
import { sampleAnswers } from "../../train/mod.ts";
import { prefixesOf } from "../in_domain/prefixes.ts";
import type { RewardDomain } from "./domain_rewards.ts";
import type { WorldSizes, WorldSource } from "./reward_worlds.ts";

/** Completions of one prefix. */
export const ANSWERS = 4;
/** Child of a domain's key that they are drawn with. */
const DRAWS = 2;

/** A domain's prompts with their completions. */
export interface Written {
  /** The domain. */
  readonly domain: RewardDomain;
  /** Its key. */
  readonly root: Key;
  /** Prompts of pairs. */
  readonly prefixes: readonly Int32Array[];
  /** Prompts of fresh samples. */
  readonly prompts: readonly Int32Array[];
  /** Completions, {@linkcode ANSWERS} a prefix. */
  readonly answers: readonly Int32Array[];
  /** The completions' texts. */
  readonly texts: readonly string[];
}

/** Lets the base write a domain. */
export async function write(
  { writer, tokenizer }: WorldSource & { readonly writer: Sampler },
  domain: RewardDomain,
  { rounds, prefixesPerRound, heldOut, prompts: fresh, maxTokens }: WorldSizes,
  root: Key,
): Promise<Written> {
  const known = rounds * prefixesPerRound + heldOut;
  const opening = Int32Array.of(tokenizer.eos, ...tokenizer.encode(domain.opening));
  const all = await prefixesOf({ writer, tokenizer, opening }, known + fresh, root);
  const prefixes = all.slice(0, known);
  const asked = prefixes.flatMap((prefix) => Array<Int32Array>(ANSWERS).fill(prefix));
  const answers = await sampleAnswers(writer, asked, {
    maxTokens,
    eos: tokenizer.eos,
    key: fold(root, DRAWS),
  });
  const texts = answers.map((ids) => tokenizer.decode(ids, { skipSpecial: true }));
  return { domain, root, prefixes, prompts: all.slice(known), answers, texts };
}
