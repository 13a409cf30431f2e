/**
 * Options from a file: what `--config` names.
 *
 * @module
 */

import { fileProblem } from "../lib/data/file_problem.ts";
import { OPTIONS } from "./_known_options.ts";
import { kebab, type Option, type Options } from "./_options.ts";
import { say } from "./_say.ts";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";
import { checkValue, readValue } from "./_values.ts";
import { parseYaml } from "./_yaml.ts";

/**
 * Reads a file in JSON or YAML that gives options under their own names, such as `lora-rank: 8`. Options that
 * only other tasks have are skipped, so that several tasks can share a file; one line on stderr names them.
 *
 * @param spec the options there are
 * @param path the file
 * @param task what the script is called
 * @returns the values by their names in code, checked like those of the command line
 * @throws {UsageError} if the file is not a flat list of names and values, a name is unknown or a value breaks its rules
 * @throws {RangeError} if the file cannot be read
 */
export function readConfig(spec: Options, path: string, task: string): Record<string, unknown> {
  const names = new Map(Object.keys(spec).map((name) => [kebab(name), name]));
  const isOthers = (key: string) => !names.has(key) && OPTIONS.has(key);
  const given = Object.entries(mapping(path));
  const others = given.map(([key]) => key).filter(isOthers);
  if (others.length > 0) say(`${path}: no option of ${task}, skipped: ${others.join(", ")}`);
  const entries = given.filter(([key]) => !isOthers(key)).map(([key, value]) => {
    const name = names.get(key);
    if (name !== undefined) return [name, valueOf(spec[name]!, key, value, path)];
    throw new UsageError(
      `Unknown option ${JSON.stringify(key)} in ${path}${didYouMean(key, [...names.keys()])}`,
    );
  });
  return Object.fromEntries(entries);
}

function valueOf(option: Option, key: string, value: unknown, path: string): unknown {
  const label = `Option ${key} in ${path}`;
  if (value === null) throw new UsageError(`${label} needs a value: give one, or leave it out`);
  if (option.type === "list" && option.pairs && isMapping(value)) {
    return Object.entries(value).map(([field, name]) =>
      `${field}=${valueOf({ type: "string", help: option.help }, `${key}.${field}`, name, path)}`
    );
  }
  const isMany = option.type === "list" || option.type === "numbers";
  if (typeof value === "object" && !(isMany && Array.isArray(value))) {
    const rule = isMany ? "a list or a text with commas" : "one plain value";
    throw new UsageError(`${label} must be ${rule}: current value is nested`);
  }
  const isText = isMany && !Array.isArray(value);
  return isText ? readValue(label, option, `${value}`) : checkValue(label, option, value);
}

function mapping(path: string): Record<string, unknown> {
  const value = parsed(path);
  if (isMapping(value)) return value;
  throw new UsageError(
    `Cannot read options from ${path} as it is no mapping: write lines such as "lora-rank: 8"`,
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(path: string): unknown {
  try {
    return parseYaml(Deno.readTextFileSync(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw fileProblem(path, error);
    throw new UsageError(`Cannot read options from ${path} as ${error.message}`);
  }
}
