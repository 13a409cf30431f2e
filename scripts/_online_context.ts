/** What the report of the online experiment says beside its numbers. */
import { IN_DOMAIN_SAMPLING, type OnlineResult } from "../lib/experiments/mod.ts";
import type { ExperimentContext } from "../lib/report/mod.ts";
import { callFacts, divergences, presetSentence } from "./_circumstances.ts";
import type { Stream } from "./_in_domain.ts";
import type { StreamValues } from "./_in_domain_options.ts";
import { provenance } from "./_in_domain_settings.ts";

/** A run of the experiment. */
export interface OnlineRunOf {
  readonly preset: string;
  readonly result: OnlineResult;
  readonly seeds: number;
  readonly seconds: number;
  /** The line that names the engine. */
  readonly engine: string;
}

/** Title, what was done, and circumstances. */
export function onlineContextOf(
  { model, data, temperature }: StreamValues,
  { rounds, beta, identity, facts }: Stream,
  { preset, result, seeds, seconds, engine }: OnlineRunOf,
): ExperimentContext {
  return {
    title: "Online preferences: sentiment",
    lead: [
      `Who learns from its own answers, and who from the reference's? Prefixes of 2 to 8 tokens ${
        data === undefined ? "that the base model wrote" : "from real reviews"
      } arrive in ${rounds} rounds, the same for every method, seed by seed. Each gets four answers: of the reference, once for all offline methods, or of the policy as it is in that round, for online ones. A sentiment classifier labels every two of them through Bradley-Terry at temperature ${temperature}; the same classifier is the ground truth that policies are measured by. One update a round. Policies are sampled, and their log-probabilities taken, at temperature ${IN_DOMAIN_SAMPLING}.`,
      `${presetSentence(preset, seeds)}${provenance(identity)} They were tuned offline.`,
      ...divergences(result.diverged),
    ],
    facts: [
      ["base model", model],
      ...facts,
      ["β", beta],
      ["rounds", rounds],
      ...callFacts({ seeds, engine, seconds }),
    ],
  };
}
