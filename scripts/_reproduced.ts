/** What the experiments of `reproduce` have in common. */
import type { ReportContent } from "../lib/report/mod.ts";

/** An experiment whose report is written. */
export interface Reproduced {
  /** Folder of the report. */
  readonly out: string;
  /** What it says; its first section has the table of methods. */
  readonly content: ReportContent;
}

/** Seeds, counted from 0. */
export function seedsOf(
  values: { readonly seeds: number | undefined },
  planned: { readonly seeds: number },
): number[] {
  return Array.from({ length: values.seeds ?? planned.seeds }, (_, seed) => seed);
}
