import { fold, tf } from "../../base/mod.ts";
import { filterPairs } from "../../train/mod.ts";
import type { Round } from "../in_domain/batches.ts";
import { streamKey } from "../in_domain/streams.ts";
import { samplerOf, samplesOf } from "./policy_sampler.ts";
import type { CourseOptions, CourseRound } from "./types.ts";

/** The stream's own pairs but those whose chosen answer the policy betters by then (fDPO). */
export async function* filtered(options: CourseOptions): AsyncGenerator<CourseRound, void> {
  const { world, rounds, served } = options;
  const root = streamKey(world.seed, "online");
  for (const [t, round] of rounds.entries()) {
    const policy = await served();
    const { leads } = await filterPairs(round.pairs, {
      sample: samplerOf(options, policy),
      judge: samplesOf(world).judge,
      key: fold(root, t),
    });
    tf.dispose(policy.weights);
    const kept = [...leads.keys()].filter((i) => leads[i]! < 0);
    const dropped = leads.length - kept.length;
    yield { ...(kept.length > 0 && { round: partOf(round, kept) }), ties: 0, dropped };
  }
}

function partOf({ pairs, reference }: Round, kept: readonly number[]): Round {
  const at = (scores: Float64Array) => Float64Array.from(kept, (i) => scores[i]!);
  return {
    pairs: kept.map((i) => pairs[i]!),
    reference: { chosen: at(reference.chosen), rejected: at(reference.rejected) },
  };
}
