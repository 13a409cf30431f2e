/** What both forms of a report do with its parts. */
import type { ReportSample } from "./content.ts";

/** A text as paragraphs. */
export function paragraphs(text: string | readonly string[] = []): readonly string[] {
  return typeof text === "string" ? [text] : text;
}

/** Samples that continue the same prompt together, in the order in which prompts appear. */
export function samplesByPrompt(samples: readonly ReportSample[]): [string, ReportSample[]][] {
  return [...Map.groupBy(samples, ({ prompt }) => prompt)];
}
