/**
 * How a script ends that throws: what it says and what it exits with.
 *
 * @module
 */

import { NativeUnavailable } from "../lib/engine/programs.ts";
import { DivergenceError } from "../lib/train/divergence_error.ts";
import { HelpRequest, UsageError } from "./_usage_error.ts";

/** The end of a script. */
export interface Outcome {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
  readonly exitCode: 0 | 1 | 2;
}

const INPUT_ERRORS = [
  UsageError,
  TypeError,
  RangeError,
  SyntaxError,
  Deno.errors.NotFound,
  Deno.errors.PermissionDenied,
  Deno.errors.NotCapable,
  Deno.errors.AlreadyExists,
  Deno.errors.IsADirectory,
  Deno.errors.NotADirectory,
  Deno.errors.InvalidData,
];

/** Failures that the user should see as one line too, though no other input would have helped. */
const FAILURES = [DivergenceError, NativeUnavailable];

/** The engine's own words for a mistake in code, of the same classes as errors of input. */
const BUGS = [
  /^Cannot (read|set) properties of (undefined|null)/,
  /^Cannot (destructure property|convert undefined or null)/,
  /is not (a function|a constructor|iterable)/,
  /^(Maximum call stack size|Array buffer allocation|Invalid (typed )?array length)/,
];

/**
 * How a script ends that threw `error`.
 *
 * @param error anything thrown
 * @param debug whether to show where an error comes from, even one of input
 * @returns exit code 0 for the help, 2 for what the user can mend (usage, files, data), 1 for anything else
 */
export function outcomeOf(error: unknown, debug: boolean): Outcome {
  if (error instanceof HelpRequest) {
    return { stream: "stdout", text: `${error.message}\n`, exitCode: 0 };
  }
  const isInput = INPUT_ERRORS.some((each) => error instanceof each) &&
    !BUGS.some((each) => each.test(messageOf(error)));
  const isKnown = isInput || FAILURES.some((each) => error instanceof each);
  const trace = debug || !isKnown ? traceOf(error) : "";
  return {
    stream: "stderr",
    text: `error: ${messageOf(error)}\n${trace}`,
    exitCode: isInput ? 2 : 1,
  };
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : Deno.inspect(error);
  return text.trim().replace(/\s*\n\s*/g, " ");
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? [] : [`caused by: ${messageOf(error.cause)}`];
  const rest = error.cause === undefined ? "" : traceOf(error.cause);
  return [...frames, ...cause].map((line) => `${line}\n`).join("") + rest;
}
