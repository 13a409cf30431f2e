/**
 * `parseArgs` of `@std/cli` over `node:util`, for places where JSR cannot be reached: the part of its contract that the
 * scripts use. Left out: dotted names, `stopEarly`, `boolean: true`, a value glued to a short option (`-n5`).
 *
 * @module
 */

import { parseArgs as lex } from "node:util";
import type { ParsedArgs, ParseOptions } from "./_parse_options.ts";
import { addDefaults, asNumber, assign, type Names, readNames } from "./_parsed.ts";

type Token = ReturnType<typeof tokenize>[number];

/**
 * Parses command-line arguments.
 *
 * @param args what the user typed
 * @param options which names are strings, flags, …
 * @returns the options by name, positional arguments under `_`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const parsed = parseArgs(["data.jsonl", "--beta=0.1", "--no-shuffle"], { boolean: ["shuffle"], negatable: ["shuffle"] });
 * assert.deepEqual(parsed, { _: ["data.jsonl"], beta: 0.1, shuffle: false });
 * ```
 */
export function parseArgs(
  args: string[],
  options: ParseOptions = {},
): ParsedArgs {
  const names = readNames(options);
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const parsed: ParsedArgs = { _: [] };
  const tokens = tokenize(args.slice(0, end));
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind === "option") {
      at += readOption(parsed, token, tokens[at + 1], args, names, options);
    }
    if (token.kind === "positional") {
      readPositional(parsed, token.value, names, options);
    }
  }
  addDefaults(parsed, names, options);
  const rest = args.slice(end + 1);
  if (options["--"]) parsed["--"] = rest;
  else parsed._.push(...rest);
  return parsed;
}

function tokenize(args: string[]) {
  return lex({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {},
  }).tokens;
}

/** Reads one option and says how many of the next tokens it took as its value: 0 or 1. */
function readOption(
  parsed: ParsedArgs,
  { name, rawName, value, index }: Extract<Token, { kind: "option" }>,
  next: Token | undefined,
  args: readonly string[],
  names: Names,
  { unknown }: ParseOptions,
): 0 | 1 {
  const set = (key: string, value: unknown, gather = true) =>
    assign(
      parsed,
      key,
      value,
      names,
      gather,
      () => unknown?.(args[index]!, key, value),
    );
  const isFlag = names.boolean.has(name);
  if (value) return set(name, isFlag ? value !== "false" : value), 0;
  const negated = name.slice("no-".length);
  if (rawName.startsWith("--no-") && names.negatable.has(negated)) {
    return set(negated, false, false), 0;
  }
  const text = next?.kind === "positional" && !next.value.startsWith("-") ? next.value : "";
  if (text && !isFlag) return set(name, text), 1;
  if (text === "true" || text === "false") return set(name, text === "true"), 1;
  return set(name, names.string.has(name) ? "" : true), 0;
}

function readPositional(
  parsed: ParsedArgs,
  text: string,
  names: Names,
  { unknown }: ParseOptions,
): void {
  if (unknown?.(text) === false) return;
  parsed._.push(names.string.has("_") ? text : asNumber(text));
}
