/** What became of the rows of data, in one line. */
import type { EncodedPairs } from "../lib/tokens/mod.ts";

/** How many rows of `data` are left; what was dropped, trimmed and cut, where anything was. */
export function account(data: string, { pairs, dropped, truncated }: EncodedPairs): string {
  const counts = [
    [dropped.empty, "dropped as empty"],
    [dropped.identical + dropped.identicalWhenCut, "dropped as identical"],
    [truncated.prompts, "prompts trimmed"],
    [truncated.completions, "answers cut"],
  ] as const;
  const notes = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `data: ${[`${pairs.length} rows of ${data}`, ...notes].join(", ")}`;
}
