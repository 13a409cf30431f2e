/** What the report of the in-domain experiment says beside its numbers. */
import { IN_DOMAIN_SAMPLING, type InDomainResult, TUNING } from "../lib/experiments/mod.ts";
import type { ExperimentContext } from "../lib/report/mod.ts";
import { callFacts, divergences, onReviews, presetSentence } from "./_circumstances.ts";
import type { Stream } from "./_in_domain.ts";
import type { StreamValues } from "./_in_domain_options.ts";
import { edges, provenance } from "./_in_domain_settings.ts";

/** A run of the experiment. */
export interface Run {
  readonly preset: string;
  readonly result: InDomainResult;
  readonly seconds: number;
  /** The line that names the engine. */
  readonly engine: string;
}

/** Title, what was done, and circumstances. */
export function contextOf(
  values: StreamValues,
  { rounds, beta, identity, facts }: Stream,
  { preset, result, seconds, engine }: Run,
): ExperimentContext {
  const { task, model } = values;
  const seeds = Object.keys(result.best).length;
  return {
    title: `OFS-DPO in domain: ${task}`,
    lead: [
      `${
        story(values)
      } The pairs arrive in ${rounds} rounds; every method sees the same stream, seed by seed.`,
      `${presetSentence(preset, seeds)}${provenance(identity)} ${edges(TUNING)}`,
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

function story({ model, task, data, temperature }: StreamValues): string {
  if (task === "dialogue") {
    const noise = "this is about ranking under the noise of human labels, not about good dialogue.";
    return `Human-labelled dialogues: Anthropic HH helpful-base, its official test file in a split of our own, by the first question. ${
      onReviews(model, noise)
    }`.trim();
  }
  return `Controlled sentiment: prefixes of 2 to 8 tokens ${
    data === undefined ? "that the base model wrote" : "from real reviews"
  }, four completions each, sampled once from the reference, labelled by a sentiment classifier through Bradley-Terry at temperature ${temperature}. Policies are sampled, and their log-probabilities taken, at temperature ${IN_DOMAIN_SAMPLING}.`;
}
