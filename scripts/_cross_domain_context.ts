/** What the report of the cross-domain experiment says beside its numbers. */
import type { CrossDomainResult } from "../lib/experiments/mod.ts";
import type { InDomainContext } from "../lib/report/mod.ts";
import { peakMemory } from "../lib/train/mod.ts";
import type { Course } from "./_cross_domain.ts";
import { formatDuration } from "./_format.ts";

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
      `Preset ${preset}, ${seeds} seed${seeds === 1 ? "" : "s"}. ${
        preset === "quick" ? "This preset is for a look and supports no claim. " : ""
      }One learning rate for all methods, looked for on another seed of the worlds; no method was tuned by itself, nor were replay's share and EWC's strength, so that no claim is supported yet. A held-out pair is right where it is ${accuracy}. All combinations take the λ that were found for the exact sum.`,
      ...Object.entries(result.diverged).map(([method, on]) =>
        `${method} diverged on seed ${on.join(", ")} and has no figures there.`
      ),
    ],
    facts: [
      ["base model", model],
      ...facts,
      ["β", beta],
      ["rounds a domain", rounds],
      ["seeds", seeds],
      ["engine", engine.replace("engine: ", "")],
      ["wall time of this call", formatDuration(seconds)],
      ["peak memory of this call", `${(peakMemory() / 1024).toFixed(2)} GiB`],
    ],
  };
}
