/** What the report of the cross-domain experiment says beside its numbers. */
import {
  CROSS_TRIALS,
  CROSS_TUNED,
  CROSS_TUNING,
  CROSS_TUNING_SEED,
  type CrossDomainResult,
  type CrossTuning,
} from "../lib/experiments/mod.ts";
import type { ExperimentContext } from "../lib/report/mod.ts";
import { callFacts, divergences, presetSentence } from "./_circumstances.ts";
import type { Course } from "./_cross_domain_course.ts";
import { edges } from "./_in_domain_settings.ts";

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
  { model, task }: { readonly model: string; readonly task: string },
  { rounds, beta, story, accuracy, facts }: Course,
  { preset, result, seeds, seconds, engine }: CrossRun,
): ExperimentContext {
  return {
    title: `COFS-DPO across domains: ${result.domains.join(" → ")}`,
    lead: [
      `${story} ${rounds} rounds a domain, one domain after the other; what the methods keep of a domain is a uniform sample of its pairs.`,
      `${presetSentence(preset, seeds)}${
        provenance(CROSS_TUNING[task as keyof typeof CROSS_TUNING], { task, rounds })
      }`,
      `A held-out pair is right where it is ${accuracy}. All combinations take the λ that were found for the exact sum. Claims are judged one by one, not corrected for one another.`,
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

/** What the settings were chosen by, and where that differs from this run. */
function provenance(
  tuning: CrossTuning,
  { task, rounds }: { readonly task: string; readonly rounds: number },
): string {
  const tuned = tuning.identity as { readonly task: string; readonly sizes: { rounds: number } };
  const streams = tuned.sizes.rounds === rounds
    ? ""
    : ` and on streams of ${tuned.sizes.rounds} rounds a domain`;
  const elsewhere = tuned.task === task
    ? ""
    : ` They were tuned on the task ${tuned.task} and are used here as they are: what suits it need not suit ${task}.`;
  return `Settings: ${CROSS_TRIALS} trials for each of ${CROSS_TUNED.length} methods, by accuracy over all domains at the end, on seed ${CROSS_TUNING_SEED}, which is not reported${streams}.${elsewhere} ${
    edges(tuning)
  }`;
}
