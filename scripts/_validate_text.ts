/** What `task validate` says in words. */
import type { Finding, LengthBin, PairSurvey } from "../lib/data/mod.ts";
import type { TokenSurvey } from "./_survey_tokens.ts";

/** What is said. */
export interface Validation {
  /** The file. */
  readonly data: string;
  /** What the texts tell. */
  readonly pairs: PairSurvey;
  /** What the tokens tell, with a model. */
  readonly tokens: TokenSurvey | undefined;
  /** How long rows are: prompt and longest answer. */
  readonly lengths: {
    readonly unit: string;
    readonly longest: number;
    readonly bins: readonly LengthBin[];
  };
}

const BAR = 40;

/** The report as lines, without the rows that are shown. */
export function validationLines({ data, pairs, tokens, lengths }: Validation): string[] {
  return [
    `${pairs.rows} rows of ${data}`,
    ...table([
      ["empty answers", ...told(pairs.empty)],
      ["a rejected answer is the chosen one", ...told(pairs.identical)],
      ["duplicates", ...told(pairs.duplicates)],
      ["conflicts: a row before, swapped", ...told(pairs.conflicts)],
      ["ties of scores", ...told(pairs.ties)],
      ["a rejected answer scores higher", ...told(pairs.outscored)],
      ["scores here and not in the first row, or the reverse", ...told(pairs.unscored)],
      ["another number of rejected answers than in the first row", ...told(pairs.uneven)],
      ...(tokens ? tokenEntries(tokens) : []),
    ]),
    "",
    `Lengths of prompt and longest answer, in ${lengths.unit}; the longest has ${lengths.longest}`,
    ...histogram(lengths.bins),
  ];
}

type Entry = readonly [what: string, count: number, note: string];

function told({ count, rows }: Finding): [number, string] {
  const named = rows.map((row) => row + 1).join(", ");
  const more = count > rows.length ? ", …" : "";
  return [count, count === 0 ? "" : `row${count > 1 ? "s" : ""} ${named}${more}`];
}

function tokenEntries({ maxLength, kept, dropped, tooLong, cut, boundaryMerges }: TokenSurvey) {
  const left = [`${dropped.empty} empty`, `${dropped.identical} identical`].join(", ");
  return [
    [
      `longer than ${maxLength} tokens`,
      tooLong,
      tooLong === 0 ? "" : `${cut.prompts} prompts trimmed, ${cut.answers} answers cut`,
    ],
    ["answer would merge into its prompt", boundaryMerges, ""],
    ["rows that task train takes", kept, `leaves out ${left}`],
  ] satisfies Entry[];
}

function table(entries: readonly Entry[]): string[] {
  const width = Math.max(...entries.map(([what]) => what.length));
  const digits = Math.max(...entries.map(([, count]) => `${count}`.length));
  return entries.map(([what, count, note]) =>
    `  ${what.padEnd(width)}  ${`${count}`.padStart(digits)}  ${note}`.trimEnd()
  );
}

function histogram(bins: readonly LengthBin[]): string[] {
  const most = Math.max(...bins.map(({ rows }) => rows));
  const names = bins.map(({ from, to }) => from === to ? `${from}` : `${from}–${to}`);
  const width = Math.max(...names.map((name) => name.length));
  return bins.map(({ rows }, i) => {
    const bar = "█".repeat(Math.ceil(BAR * rows / most));
    return `  ${names[i]!.padStart(width)}  ${bar} ${rows}`;
  });
}
