import type { EncodedPair } from "../../base/mod.ts";
import { type DialogueSizes, dialogueStream, splitByOpening } from "../in_domain/dialogue_world.ts";
import type { Sampling } from "../in_domain/types.ts";
import type { DialogueSampling } from "./dialogue_samples.ts";
import type { CrossWorld } from "./types.ts";

/** Human-labelled dialogues of one domain. */
export interface DialogueSource {
  /** Short name. */
  readonly name: string;
  /** All pairs. */
  readonly pairs: readonly EncodedPair[];
  /** What each pair's dialogue opens with: pairs that open alike stay on one side of a split. */
  readonly openings: readonly string[];
}

/** Sizes of each domain. */
export interface DialogueDomainSizes extends DialogueSizes, DialogueSampling {
  /** Pairs of the third part, which is neither learnt from nor reported on. */
  readonly third: number;
}

/** A domain's dialogues in three parts, the same for all seeds. */
export interface DialogueParts {
  /** Short name. */
  readonly name: string;
  /** What streams are drawn from. */
  readonly learnt: readonly EncodedPair[];
  /** What policies are measured on. */
  readonly heldOut: readonly EncodedPair[];
  /** What a preference model learns from, and what settings are tuned on. */
  readonly third: readonly EncodedPair[];
}

/** Splits a domain's dialogues: to be measured on, for other uses, to be learnt from. */
export function dialogueParts(
  { name, pairs, openings }: DialogueSource,
  { heldOut, third }: Pick<DialogueDomainSizes, "heldOut" | "third">,
): DialogueParts {
  const parts = splitByOpening(pairs, openings, [heldOut, third]);
  return { name, heldOut: parts[0]!, third: parts[1]!, learnt: parts[2]! };
}

/**
 * Domains of dialogues with human labels, one after the other, each in an order of the seed's own; the held-out pairs are
 * the same for all seeds.
 *
 * @param parts The domains in the order in which they arrive, with samples where a judge is there.
 * @param sizes Of each domain.
 * @throws {RangeError} If a domain has too few pairs.
 *
 * @example
 * ```ts
 * import { dialogueDomains, dialogueParts } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pairs = [0, 1, 2, 3].map((row) =>
 *   ({ row, prompt: Int32Array.of(row), chosen: Int32Array.of(5), rejected: [Int32Array.of(6)] })
 * );
 * const source = { pairs, openings: ["Hello", "Why?", "How?", "When?"] };
 * const parts = ["helpful", "harmless"].map((name) =>
 *   dialogueParts({ name, ...source }, { heldOut: 1, third: 1 })
 * );
 * const { domains } = dialogueDomains(parts, { rounds: 2, pairsPerRound: 1 }, 0);
 * deepEqual(domains.map(({ name, rounds }) => [name, rounds.length]), [["helpful", 2], ["harmless", 2]]);
 * ```
 */
export function dialogueDomains(
  parts: readonly (Pick<DialogueParts, "name" | "learnt" | "heldOut"> & {
    readonly samples?: Sampling;
  })[],
  sizes: Pick<DialogueSizes, "rounds" | "pairsPerRound">,
  seed: number,
): CrossWorld {
  const domains = parts.map(({ name, samples, ...part }) => ({
    name,
    ...dialogueStream(part, sizes, seed),
    ...(samples && { samples }),
  }));
  return { seed, domains };
}
