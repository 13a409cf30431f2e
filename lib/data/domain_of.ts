import { textOf } from "./row_problem.ts";
import type { JsonRecord } from "./types.ts";

/** The domain that a row names, spread into what is read from it. */
export function domainOf(row: JsonRecord): { domain?: string } {
  if (row.domain === undefined || row.domain === null) return {};
  return { domain: textOf(row, "domain", "a row") };
}
