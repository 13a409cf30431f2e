/**
 * One value of an option: from text to its type, and whether it keeps the option's rules.
 *
 * @module
 */

import type { Choices, Option } from "./_options.ts";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * Reads the value of an option.
 *
 * @param label how the option is called in messages, such as `Option --beta`
 * @param option what it must be
 * @param text what the user typed
 * @throws {UsageError} if the text is empty, of the wrong type, out of range or none of the choices
 */
export function readValue(
  label: string,
  option: Option,
  text: string,
): unknown {
  if (text === "") throw new UsageError(`${label} needs a value. See --help.`);
  return checkValue(label, option, convert(option, text));
}

/** What cannot be converted stays text, so that `checkValue` refuses it with the same words as any other wrong value. */
function convert({ type }: Option, text: string): unknown {
  if (type === "number" || type === "integer") return toNumber(text);
  if (type === "list") return split(text);
  if (type === "numbers") return split(text).map(toNumber);
  return text;
}

const split = (text: string) => text.split(",").map((item) => item.trim());

function toNumber(text: string): number | string {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : text;
}

/**
 * Checks the value of an option.
 *
 * @returns `value` itself
 * @throws {UsageError} if it is of the wrong type, out of range or none of the choices
 */
export function checkValue(
  label: string,
  option: Option,
  value: unknown,
): unknown {
  const isMany = option.type === "list" || option.type === "numbers";
  if (isMany && !Array.isArray(value)) throw wrong(label, "a list", value);
  for (const item of isMany ? value as unknown[] : [value]) {
    checkItem(label, option, item);
  }
  return value;
}

function checkItem(label: string, option: Option, item: unknown): void {
  if (option.type === "boolean") {
    return must(typeof item === "boolean", label, "true or false", item);
  }
  if (option.type === "string" || option.type === "list") {
    must(
      typeof item === "string" && item !== "",
      label,
      "a text that is not empty",
      item,
    );
    return checkChoice(label, option, item as string);
  }
  if (option.type === "integer") {
    must(Number.isSafeInteger(item), label, "an integer", item);
  }
  must(Number.isFinite(item), label, "a number", item);
  checkBounds(label, option, item as number);
}

function checkChoice(
  label: string,
  { choices, choicesInWords }: Choices,
  item: string,
): void {
  if (choices === undefined || choices.includes(item)) return;
  const message = wrong(label, choicesInWords ?? `one of ${choices.join(", ")}`, item).message;
  throw new UsageError(`${message}${didYouMean(item, choices)}`);
}

function checkBounds(
  label: string,
  { min, max, exclusiveMin, exclusiveMax }: Bounded,
  item: number,
): void {
  if (min !== undefined) must(item >= min, label, `>= ${min}`, item);
  if (exclusiveMin !== undefined) {
    must(item > exclusiveMin, label, `> ${exclusiveMin}`, item);
  }
  if (max !== undefined) must(item <= max, label, `<= ${max}`, item);
  if (exclusiveMax !== undefined) {
    must(item < exclusiveMax, label, `< ${exclusiveMax}`, item);
  }
}

type Bounded = Extract<Option, { type: "number" | "integer" | "numbers" }>;

function must(
  holds: boolean,
  label: string,
  rule: string,
  value: unknown,
): void {
  if (!holds) throw wrong(label, rule, value);
}

function wrong(label: string, rule: string, value: unknown): UsageError {
  return new UsageError(
    `${label} must be ${rule}: current value is ${JSON.stringify(value)}`,
  );
}
