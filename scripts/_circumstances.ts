/** What every report of an experiment says of its run. */
import { peakMemory } from "../lib/train/mod.ts";
import { formatDuration } from "./_format.ts";

/** A sentence for each method that diverged somewhere. */
export function divergences(diverged: Readonly<Record<string, readonly number[]>>): string[] {
  return Object.entries(diverged).map(([method, on]) =>
    `${method} diverged on seed ${on.join(", ")} and has no figures there.`
  );
}

/** Which preset ran, and what a look is worth. */
export function presetSentence(preset: string, seeds: number): string {
  return `Preset ${preset}, ${seeds} seed${seeds === 1 ? "" : "s"}. ${
    preset === "quick" ? "This preset is for a look and supports no claim. " : ""
  }`;
}

/** What the project's own base has read, and what follows from it; nothing of other bases, of which nothing is known. */
export function onReviews(model: string, hence: string): string {
  return model === "reviews" ? `The base has read film reviews alone: ${hence} ` : "";
}

/** Seeds, engine, time and memory of a call. */
export function callFacts(
  { seeds, engine, seconds }: {
    readonly seeds: number;
    readonly engine: string;
    readonly seconds: number;
  },
): [string, string | number][] {
  return [
    ["seeds", seeds],
    ["engine", engine.replace("engine: ", "")],
    ["wall time of this call", formatDuration(seconds)],
    ["peak memory of this call", `${(peakMemory() / 1024).toFixed(2)} GiB`],
  ];
}
