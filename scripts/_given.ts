/**
 * The values that the user gave, by name or by position.
 *
 * @module
 */

import { parseArgs, type ParsedArgs } from "./_cli.ts";
import { flagOf, kebab, type Options } from "./_options.ts";
import { checkInline, unknownOption } from "./_raw_arguments.ts";
import { UsageError } from "./_usage_error.ts";
import { readValue } from "./_values.ts";

/**
 * Parses `args`.
 *
 * @throws {UsageError} if one of them is no option of `spec`
 */
export function parse(spec: Options, args: readonly string[]): ParsedArgs {
  checkInline(spec, args);
  const entries = Object.entries(spec).map(([name, option]) =>
    [kebab(name), option.type === "boolean"] as const
  );
  const flags = entries.filter(([, isFlag]) => isFlag).map(([name]) => name);
  return parseArgs(args, {
    string: [
      ...entries.filter(([, isFlag]) => !isFlag).map(([name]) => name),
      "config",
      "_",
    ],
    boolean: [...flags, "help", "debug"],
    negatable: flags,
    alias: { help: "h" },
    // A flag that was not given must be told from one that was turned off.
    default: Object.fromEntries(flags.map((name) => [name, undefined])),
    unknown: (arg, key) => {
      if (key !== undefined) throw unknownOption(spec, arg);
    },
  });
}

/**
 * Values of options given by name.
 *
 * @throws {UsageError} if one breaks its rules
 */
export function readNamed(
  spec: Options,
  parsed: ParsedArgs,
): Record<string, unknown> {
  const given = Object.entries(spec).filter(([name]) => parsed[kebab(name)] !== undefined);
  return Object.fromEntries(given.map(([name, option]) => {
    const value = parsed[kebab(name)];
    return [
      name,
      option.type === "boolean"
        ? value
        : readValue(`Option ${flagOf(name)}`, option, String(value)),
    ];
  }));
}

/**
 * Values of options given by position.
 *
 * @throws {UsageError} if one breaks its rules or nobody asked for it
 */
export function readPositional(
  spec: Options,
  parsed: ParsedArgs,
  positional: readonly string[],
): Record<string, unknown> {
  const last = positional.at(-1);
  const isOpen = last !== undefined && spec[last]!.type === "list";
  const words = parsed._.map(String);
  const spare = isOpen ? undefined : words[positional.length];
  if (spare !== undefined) {
    throw new UsageError(
      `Unexpected argument ${JSON.stringify(spare)}. See --help.`,
    );
  }
  return Object.fromEntries(
    positional.slice(0, words.length).map((name, at) => {
      if (parsed[kebab(name)] !== undefined) {
        throw new UsageError(
          `Argument <${kebab(name)}> is given twice. See --help.`,
        );
      }
      const text = isOpen && name === last ? words.slice(at).join(",") : words[at]!;
      return [name, readValue(`Argument <${kebab(name)}>`, spec[name]!, text)];
    }),
  );
}
