/**
 * The entries of a help: what stands left and right, under which heading.
 *
 * @module
 */

import { flagOf, kebab, type Option, type Options } from "./_options.ts";

/** One option: its form on the left, what it is for and its rules on the right. */
export type Entry = readonly [left: string, right: string];

const PLACEHOLDERS = {
  string: "text",
  number: "number",
  integer: "n",
  list: "a,b,…",
  numbers: "x,y,…",
  boolean: "",
};

/** The entries by heading, positional arguments first, else in the order of `spec`. */
export function groupEntries(
  spec: Options,
  positional: readonly string[],
): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  const ordered = [
    ...positional,
    ...Object.keys(spec).filter((name) => !positional.includes(name)),
  ];
  for (const name of ordered) {
    const option = spec[name]!;
    const isPositional = positional.includes(name);
    const title = isPositional ? "Arguments" : option.group ?? "Options";
    const left = isPositional ? bracketed(name, option) : leftOf(name, option);
    groups.set(title, [...groups.get(title) ?? [], [
      left,
      `${option.help} ${notesOf(option)}`.trim(),
    ]]);
  }
  return groups;
}

/** A positional argument: `<model>`, or `[<model>]` where it may be left out. */
export function bracketed(name: string, option: Option): string {
  const text = `<${option.placeholder ?? kebab(name)}>${option.type === "list" ? "…" : ""}`;
  return option.required ? text : `[${text}]`;
}

function leftOf(name: string, option: Option): string {
  if (option.type === "boolean") {
    return option.default || option.negatable ? `--[no-]${kebab(name)}` : flagOf(name);
  }
  return `${flagOf(name)} <${option.placeholder ?? PLACEHOLDERS[option.type]}>`;
}

function notesOf(option: Option): string {
  const notes = [...rulesOf(option)];
  if (option.required) notes.push("required");
  else if (option.default !== undefined && option.type !== "boolean") {
    notes.push(`default ${option.default}`);
  } else if (option.default) notes.push("default on");
  return notes.length > 0 ? `[${notes.join("; ")}]` : "";
}

function rulesOf(option: Option): string[] {
  if (option.type === "boolean") return [];
  if (option.type === "string" || option.type === "list") {
    const several = option.type === "list" ? "any of" : "one of";
    if (option.choicesInWords) return [option.choicesInWords];
    return option.choices ? [`${several} ${option.choices.join(", ")}`] : [];
  }
  const bounds = {
    ">=": option.min,
    ">": option.exclusiveMin,
    "<=": option.max,
    "<": option.exclusiveMax,
  };
  const rules = Object.entries(bounds).filter(([, bound]) => bound !== undefined);
  return rules.length > 0 ? [rules.map(([sign, bound]) => `${sign} ${bound}`).join(" and ")] : [];
}
