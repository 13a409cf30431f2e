/** Domains as learners see them. */
import { fold, key } from "../../base/mod.ts";
import type { Model } from "../../model/mod.ts";
import { roundsOf } from "../in_domain/batches.ts";
import { joined, picked } from "./replay.ts";
import { reservoir } from "./reservoir.ts";
import type { CrossWorld, Lesson } from "./types.ts";

/** Child of a seed's key that memories are drawn with. */
const MEMORY = 13;

/** The reference's log-probabilities of every round, and a memory of each domain. */
export async function lessonsOf(
  model: Model,
  { seed, domains }: CrossWorld,
  memory: number,
): Promise<Lesson[]> {
  const lessons = [];
  for (const [index, domain] of domains.entries()) {
    const rounds = await roundsOf(model, domain);
    const all = joined(rounds);
    const places = reservoir(all.pairs.keys(), memory, fold(fold(key(seed), MEMORY), index));
    lessons.push({ name: domain.name, rounds, memory: picked(all, places) });
  }
  return lessons;
}
