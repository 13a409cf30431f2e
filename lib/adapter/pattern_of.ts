import { regexProblem } from "./python_regex.ts";

/** What a pattern is checked by. */
export interface PatternOptions {
  /** Whether a value may stand in it. */
  readonly isValue: (value: unknown) => boolean;
  /** Makes the error for a config that cannot be read. */
  readonly wrong: (why: string) => RangeError;
}

/**
 * A pattern of PEFT's config, undefined where it holds nothing.
 *
 * @throws {RangeError} If it is no pattern, has a key that Python and JavaScript do not share, or a wrong value.
 */
export function patternOf(
  json: Readonly<Record<string, unknown>>,
  name: string,
  { isValue, wrong }: PatternOptions,
): Record<string, number> | undefined {
  const pattern = json[name] ?? {};
  if (typeof pattern !== "object" || Array.isArray(pattern)) {
    throw wrong(`${name} is ${JSON.stringify(pattern)}: values by name are known`);
  }
  const entries = Object.entries(pattern);
  for (const [key, value] of entries) {
    const problem = regexProblem(key) ?? (isValue(value) ? undefined : JSON.stringify(value));
    if (problem !== undefined) throw wrong(`${name} has ${JSON.stringify(key)}: ${problem}`);
  }
  return entries.length === 0 ? undefined : pattern as Record<string, number>;
}
