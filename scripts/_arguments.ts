/**
 * From what the user typed to typed values that keep their rules, or one line that says what to change.
 *
 * @module
 */

import { checkPreset, defaultsOf, requireAll } from "./_beneath.ts";
import { readConfig } from "./_config_file.ts";
import { parse, readNamed, readPositional } from "./_given.ts";
import { type About, formatHelp } from "./_help.ts";
import type { Options, Values } from "./_options.ts";
import { HelpRequest, UsageError } from "./_usage_error.ts";

export type * from "./_options.ts";
export { defineOptions } from "./_options.ts";
export type { About } from "./_help.ts";
export { main } from "./_main.ts";
export { UsageError } from "./_usage_error.ts";

/** What a script says about itself, and what may stand in for options that the user did not give. */
export interface Script<S extends Options> extends About {
  /** Names of options that may stand without their name, in order; one of type `list`, the last, takes all that follow. */
  readonly positional?: readonly (keyof S & string)[];
  /** Values beneath those that the user gave, or a function to them from the latter and the defaults (`--preset`). */
  readonly presets?:
    | Partial<Values<S>>
    | ((asked: Partial<Values<S>>) => Partial<Values<S>>);
}

/** What {@linkcode readArguments} gives. */
export interface Arguments<S extends Options> {
  /** Given by the user, on the command line or else in the file that `--config` names, else by the preset, else the default. */
  readonly values: Values<S>;
  /** Names, as in the spec, of the options that the user gave. */
  readonly given: ReadonlySet<string>;
}

/**
 * Reads the arguments of a script.
 *
 * @param spec the options, from {@linkcode defineOptions}
 * @param args what the user typed, usually `Deno.args`
 * @param script its name, summary, examples, positional arguments and presets
 * @returns the values, and which of them the user gave
 * @throws {UsageError} if the script cannot follow
 * @throws {RangeError} if the file that `--config` names cannot be read
 * @throws {HelpRequest} if the user asked for help; `main` prints it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const spec = defineOptions({
 *   model: { type: "string", required: true, help: "The model to train." },
 *   loraRank: { type: "integer", min: 1, default: 8, help: "Rank of the adapters." },
 * });
 * const { values, given } = readArguments(spec, ["--model", "tiny"], { task: "train", summary: "Trains adapters." });
 * assert.deepEqual(values, { model: "tiny", loraRank: 8 });
 * assert.deepEqual([...given], ["model"]);
 * ```
 */
export function readArguments<const S extends Options>(
  spec: S,
  args: readonly string[],
  script: Script<S>,
): Arguments<S> {
  const parsed = parse(spec, args);
  if (parsed["help"] === true) {
    throw new HelpRequest(formatHelp(spec, script, script.positional));
  }
  const { config } = parsed;
  if (config === "") throw new UsageError("Option --config needs a value. See --help.");
  const given = {
    ...(config === undefined ? {} : readConfig(spec, String(config), script.task)),
    ...readNamed(spec, parsed),
    ...readPositional(spec, parsed, script.positional ?? []),
  };
  const defaults = defaultsOf(spec);
  const { presets = {} } = script;
  const preset = checkPreset(
    spec,
    typeof presets === "function"
      ? presets({ ...defaults, ...given } as Partial<Values<S>>)
      : presets,
  );
  const values = { ...defaults, ...preset, ...given };
  requireAll(spec, values, script.positional ?? []);
  return { values: values as Values<S>, given: new Set(Object.keys(given)) };
}
