/**
 * How the offline `parseArgs` names options and stores their values.
 *
 * @module
 */

import type { ParsedArgs, ParseOptions } from "./_parse_options.ts";

/** Which names are what, each with all its aliases. */
export interface Names {
  readonly string: ReadonlySet<string>;
  readonly boolean: ReadonlySet<string>;
  readonly collect: ReadonlySet<string>;
  readonly negatable: ReadonlySet<string>;
  /** Every name of an option by each of its names. */
  readonly same: ReadonlyMap<string, readonly string[]>;
}

/** Spreads every role over the aliases. */
export function readNames(
  { string = [], boolean = [], collect = [], negatable = [], alias = {} }: ParseOptions,
): Names {
  const groups = Object.entries(alias).map((
    [name, others],
  ) => [name, ...[others].flat()]);
  const same = new Map(
    groups.flatMap((group) => group.map((name) => [name, group] as const)),
  );
  const all = (list: readonly string[]) =>
    new Set(list.flatMap((name) => same.get(name) ?? [name]));
  return {
    string: all(string),
    boolean: all(boolean),
    collect: all(collect),
    negatable: all(negatable),
    same,
  };
}

/** Sets an option under each of its names; gathers it where it may repeat. One that is not declared is reported first. */
export function assign(
  parsed: ParsedArgs,
  key: string,
  value: unknown,
  names: Names,
  gather: boolean,
  report: () => unknown,
): void {
  const known = names.boolean.has(key) || names.string.has(key) ||
    names.collect.has(key) || names.same.has(key);
  if (!known && report() === false) return;
  const typed = typeof value === "string" && !names.string.has(key) ? asNumber(value) : value;
  for (const name of names.same.get(key) ?? [key]) {
    const before = parsed[name];
    parsed[name] = gather && names.collect.has(key)
      ? [...(Array.isArray(before) ? before : []), typed]
      : typed;
  }
}

/** Fills in what was not given. */
export function addDefaults(
  parsed: ParsedArgs,
  names: Names,
  { default: defaults = {} }: ParseOptions,
): void {
  const add = (name: string, value: unknown) =>
    Object.hasOwn(parsed, name) || (parsed[name] = value);
  for (const [name, value] of Object.entries(defaults)) {
    for (const each of names.same.get(name) ?? [name]) add(each, value);
  }
  for (const name of names.boolean) {
    add(name, names.collect.has(name) ? [] : false);
  }
  for (const name of names.string) if (names.collect.has(name)) add(name, []);
}

/** A number where the text is one. */
export function asNumber(text: string): string | number {
  return /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}
