/** What the report of the cross-domain experiment says beside its numbers. */
import type { CrossDomainResult } from "../lib/experiments/mod.ts";
import type { InDomainContext } from "../lib/report/mod.ts";
import { callFacts, divergences, presetSentence } from "./_circumstances.ts";
import type { Course } from "./_cross_domain.ts";

/** A run of the experiment. */
export interface CrossRun {
  readonly preset: string;
  readonly result: CrossDomainResult;
  readonly seeds: number;
  readonly seconds: number;
  /** The line that names the engine. */
  readonly engine: string;
}

/** Title, what was done, and circumstances. */
export function crossContextOf(
  { model }: { readonly model: string },
  { rounds, beta, story, accuracy, facts }: Course,
  { preset, result, seeds, seconds, engine }: CrossRun,
): InDomainContext {
  return {
    title: `COFS-DPO across domains: ${result.domains.join(" → ")}`,
    lead: [
      `${story} ${rounds} rounds a domain, one domain after the other; what the methods keep of a domain is a uniform sample of its pairs.`,
      `${
        presetSentence(preset, seeds)
      }One learning rate for all methods, looked for on another seed of the worlds; no method was tuned by itself, nor were replay's share and EWC's strength, so that no claim is supported yet. A held-out pair is right where it is ${accuracy}. All combinations take the λ that were found for the exact sum.`,
      ...divergences(result.diverged),
    ],
    facts: [
      ["base model", model],
      ...facts,
      ["β", beta],
      ["rounds a domain", rounds],
      ...callFacts({ seeds, engine, seconds }),
    ],
  };
}
