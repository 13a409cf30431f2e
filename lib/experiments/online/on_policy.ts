import { type EncodedPair, tf } from "../../base/mod.ts";
import { bradleyTerryPairs, everyPair, onlinePairs } from "../../train/mod.ts";
import { ANSWERS } from "../in_domain/sentiment_world.ts";
import { streamKey } from "../in_domain/streams.ts";
import type { World } from "../in_domain/types.ts";
import { samplerOf, samplesOf } from "./policy_sampler.ts";
import type { Course } from "./types.ts";

/**
 * Answers of the policy to the stream's prompts, as many as the stream has, labelled as the stream is.
 *
 * @param staleness Rounds that a policy is sampled in before the newest is.
 */
export function online(staleness: number): Course {
  return async function* (options) {
    const { world, instruments, temperature, served } = options;
    const rounds = onlinePairs({
      prompts: promptsOf(world),
      policy: served,
      sample: (policy) => samplerOf(options, policy),
      judge: samplesOf(world).judge,
      release: ({ weights }) => tf.dispose(weights),
      answers: ANSWERS,
      pairing: temperature === 0 ? everyPair : bradleyTerryPairs(temperature),
      staleness,
      key: streamKey(world.seed, "online"),
    });
    for await (const { pairs: judged, ties } of rounds) {
      // The stream's own pairs carry no scores, and batches must be alike.
      const pairs = judged.map(({ scores: _, ...pair }) => pair);
      if (pairs.length === 0) {
        yield { ties, dropped: 0 };
        continue;
      }
      const reference = await instruments.of().scorer.scorePairs(pairs);
      yield { round: { pairs, reference }, ties, dropped: 0 };
    }
  };
}

/** The different prompts of each round, in order. */
function promptsOf({ rounds }: World): Int32Array[][] {
  return rounds.map((pairs: readonly EncodedPair[]) => [
    ...new Map(pairs.map(({ prompt }) => [prompt.join(), prompt])).values(),
  ]);
}
