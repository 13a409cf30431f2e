/** What the room gives beside {@linkcode Pair}: rows, lines, completions and pairs that know their place. */
import type { Pair } from "../base/types.ts";

/** A JSON object of unknown content. */
export interface JsonRecord {
  /** A value by its key. */
  readonly [key: string]: unknown;
}

/** One line of a text file. */
export interface Line {
  /** The line without its end, `\n` or `\r\n`. */
  readonly text: string;
  /** Number of the line, counted from 1, as editors do. */
  readonly line: number;
}

/** One JSON object of a JSONL file. */
export interface SourcedRow {
  /** The object, not checked any further. */
  readonly value: JsonRecord;
  /** Where the object stands among the objects of its file, counted from 0; blank lines do not count. */
  readonly row: number;
  /** Number of its line, counted from 1. */
  readonly line: number;
}

/** A pair that knows where it stood. */
export interface SourcedPair extends Pair {
  /** Where the pair stands among the pairs of its file, counted from 0; blank lines do not count. */
  readonly row: number;
}

/** One supervised example: the model learns to continue `prompt` with `completion`. */
export interface Completion {
  /** Text that is given; empty for plain text. */
  readonly prompt: string;
  /** Text that is learnt. */
  readonly completion: string;
  /** Name of the domain that the example comes from. */
  readonly domain?: string;
}

/** A completion that knows where it stood. */
export interface SourcedCompletion extends Completion {
  /** Where the example stands among the examples of its file, counted from 0; blank lines do not count. */
  readonly row: number;
}

/** Options of every reader of lines. */
export interface LineOptions {
  /** Longest line that is accepted, in bytes: a guard against files that are no JSONL at all. @default {16777216} */
  readonly maxLineBytes?: number;
  /** What is read, in the plural, for messages. @default {"lines"} or {"rows"} */
  readonly what?: string;
}

/** Options of every reader that turns JSON rows into something. */
export interface ParseOptions<T> extends LineOptions {
  /** Turns one JSON object into what is read; throws a `TypeError` where it cannot. */
  readonly parse?: (row: JsonRecord) => T;
  /** Name of the domain for rows that name none. */
  readonly domain?: string;
}

/** Options for {@linkcode readAll}. */
export interface ReadAllOptions {
  /** Stop after so many items, and close the file. @default {Infinity} */
  readonly limit?: number;
}
