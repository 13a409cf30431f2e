import type { EncodedPair } from "../../base/mod.ts";
import { type DialogueSizes, dialogueWorld } from "../in_domain/dialogue_world.ts";
import type { CrossWorld } from "./types.ts";

/** Human-labelled dialogues of one domain. */
export interface DialogueSource {
  /** Short name. */
  readonly name: string;
  /** All pairs. */
  readonly pairs: readonly EncodedPair[];
  /** What each pair's dialogue opens with: pairs that open alike stay on one side of the split. */
  readonly openings: readonly string[];
}

/**
 * Domains of dialogues with human labels, one after the other, each in an order of the seed's own; the held-out pairs are
 * the same for all seeds.
 *
 * @param sources The domains in the order in which they arrive.
 * @param sizes Of each domain.
 * @throws {RangeError} If a domain has too few pairs.
 *
 * @example
 * ```ts
 * import { dialogueDomains } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pairs = [0, 1, 2].map((row) =>
 *   ({ row, prompt: Int32Array.of(row), chosen: Int32Array.of(5), rejected: [Int32Array.of(6)] })
 * );
 * const source = { pairs, openings: ["Hello", "Why?", "How?"] };
 * const sources = [{ name: "helpful", ...source }, { name: "harmless", ...source }];
 * const { domains } = dialogueDomains(sources, { rounds: 2, pairsPerRound: 1, heldOut: 1 }, 0);
 * deepEqual(domains.map(({ name, rounds }) => [name, rounds.length]), [["helpful", 2], ["harmless", 2]]);
 * ```
 */
export function dialogueDomains(
  sources: readonly DialogueSource[],
  sizes: DialogueSizes,
  seed: number,
): CrossWorld {
  const domains = sources.map(({ name, pairs, openings }) => ({
    name,
    ...dialogueWorld(pairs, openings, sizes, seed),
  }));
  return { seed, domains };
}
