/**
 * The help of a script: its options under their headings, in two columns, 100 wide.
 *
 * @module
 */

import { bracketed, type Entry, groupEntries } from "./_help_entries.ts";
import type { Options } from "./_options.ts";

/** What a script says about itself. */
export interface About {
  /** Its name for `deno task`. */
  readonly task: string;
  /** What it does: one sentence. */
  readonly summary: string;
  /** Arguments of whole calls, without `deno task NAME`. */
  readonly examples?: readonly string[];
}

const WIDTH = 100;
const LEFT = 34;

const GENERAL: readonly Entry[] = [
  [
    "--config <file>",
    "Options from a file in JSON or YAML, under these names; those given here win.",
  ],
  ["-h, --help", "Shows this help."],
  ["--debug", "Shows where an error comes from (also FASTSLOW_DEBUG=1)."],
];

/**
 * Lays the help of a script out.
 *
 * @param spec its options
 * @param about what it says about itself
 * @param positional names of options that may stand without their name
 * @returns lines of at most 100 columns
 */
export function formatHelp(
  spec: Options,
  about: About,
  positional: readonly string[] = [],
): string {
  const { task, summary, examples = [] } = about;
  const usage = [
    "Usage: deno task",
    task,
    ...positional.map((name) => bracketed(name, spec[name]!)),
    "[options]",
  ];
  const sections: [string, readonly Entry[]][] = [
    ...groupEntries(spec, positional),
    ["General", GENERAL],
  ];
  const left = Math.min(
    LEFT,
    Math.max(
      ...sections.flatMap(([, entries]) => entries.map(([text]) => text.length)),
    ),
  );
  const calls = examples.map((example) => `  deno task ${task} ${example}`.trimEnd());
  return [
    ...wrap(summary, WIDTH),
    "",
    ...wrap(usage.join(" "), WIDTH),
    ...sections.flatMap((
      [title, entries],
    ) => ["", title, ...entries.flatMap((entry) => twoColumns(entry, left))]),
    ...(calls.length > 0 ? ["", "Examples", ...calls] : []),
  ].join("\n");
}

function twoColumns([left, right]: Entry, width: number): string[] {
  const margin = " ".repeat(width + 4);
  const lines = wrap(right, WIDTH - margin.length).map((line) => margin + line);
  if (left.length > width) return [`  ${left}`, ...lines];
  return [
    `  ${left.padEnd(width)}  ${(lines[0] ?? "").trimStart()}`.trimEnd(),
    ...lines.slice(1),
  ];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && `${line} ${word}`.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
