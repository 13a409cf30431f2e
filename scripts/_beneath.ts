/**
 * What lies beneath the values that the user gave: presets, defaults, and the demand that some be there.
 *
 * @module
 */

import { flagOf, kebab, type Option, type Options } from "./_options.ts";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";
import { checkValue } from "./_values.ts";

/**
 * The values of a preset, checked like those of the user.
 *
 * @throws {UsageError} if one breaks its rules
 */
export function checkPreset(
  spec: Options,
  preset: Record<string, unknown>,
): Record<string, unknown> {
  const entries = Object.entries(preset).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    const option: Option | undefined = Object.hasOwn(spec, name) ? spec[name] : undefined;
    if (!option) {
      throw new UsageError(
        `Unknown option ${JSON.stringify(name)} in the preset${
          didYouMean(name, Object.keys(spec))
        }`,
      );
    }
    checkValue(`Preset's ${flagOf(name)}`, option, value);
  }
  return Object.fromEntries(entries);
}

/** What each option is where nobody says anything. */
export function defaultsOf(spec: Options): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).map((
      [name, option],
    ) => [
      name,
      option.default ?? (option.type === "boolean" ? false : undefined),
    ]),
  );
}

/**
 * Refuses to run without what the script cannot run without.
 *
 * @throws {UsageError} if a required option has no value
 */
export function requireAll(
  spec: Options,
  values: Record<string, unknown>,
  positional: readonly string[],
): void {
  const missing = Object.keys(spec)
    .filter((name) => spec[name]!.required && values[name] === undefined)
    .map((name) => positional.includes(name) ? `<${kebab(name)}>` : flagOf(name));
  if (missing.length === 0) return;
  const verb = missing.length === 1 ? "is" : "are";
  throw new UsageError(
    `${missing.join(", ")} ${verb} required. See --help.`,
  );
}
