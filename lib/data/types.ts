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

/** One row of a file: a JSON object, or a row of a table in the same form. */
export interface SourcedRow {
  /** The object, not checked any further. */
  readonly value: JsonRecord;
  /** Where the object stands among the objects of its file, counted from 0; blank lines do not count. */
  readonly row: number;
  /** The place for messages: `line 3 of data.jsonl`, or `row 3 of data.parquet`; both count from 1. */
  readonly place: string;
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

/** One turn of a conversation. */
export interface Message {
  /** Who speaks: `system`, `user`, `assistant`, or what else the model's chat template knows. */
  readonly role: string;
  /** What is said. */
  readonly content: string;
}

/**
 * Turns messages into the text that a model reads, as its chat template has it; `loadChatTemplate` of room `tokens` gives one.
 *
 * @param messages The conversation from its beginning.
 * @param options How the text ends.
 */
export type RenderMessages = (
  messages: readonly Message[],
  options: RenderEnd,
) => string;

/** How the text of a conversation ends; with neither, after its last message. */
export interface RenderEnd {
  /** With the beginning of a turn of the assistant, which an answer continues. */
  readonly addGenerationPrompt: boolean;
  /** Within the last message, as if more of it were to come. @default {false} */
  readonly continueFinalMessage?: boolean;
}

/** Options of every reader of lines. */
export interface LineOptions {
  /** Longest line, or element of a JSON array, in bytes: a guard against files that are no JSONL at all. @default {16777216} */
  readonly maxLineBytes?: number;
  /** What is read, in the plural, for messages. @default {"lines"} or {"rows"} */
  readonly what?: string;
}

/** Where fields stand that go by another name in a file: `{ chosen: "better", prompt: "meta.question" }`. */
export interface FieldMap {
  /** The name or the dotted path in the file, by the name that is read. */
  readonly [field: string]: string;
}

/** Options of every reader that turns rows into something. */
export interface ParseOptions<T> extends LineOptions {
  /** Turns one row into what is read; throws a `TypeError` where it cannot. */
  readonly parse?: (row: JsonRecord) => T;
  /** Fields that go by another name in the file; every row must have them. @default {{}} */
  readonly map?: FieldMap;
  /** Turns conversations into text, as the model's chat template does; without it a row of messages is an error. */
  readonly render?: RenderMessages;
  /** Name of the domain for rows that name none. */
  readonly domain?: string;
}

/** Options of what turns one row into a pair or a completion. */
export interface RowOptions {
  /** Turns conversations into text; without it a row of messages is an error. */
  readonly render?: RenderMessages | undefined;
}

/** Options for {@linkcode readAll}. */
export interface ReadAllOptions {
  /** Stop after so many items, and close the file. @default {Infinity} */
  readonly limit?: number;
}
