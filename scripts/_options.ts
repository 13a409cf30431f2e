/**
 * What a script may be told on the command line, as data, and the types of the values that follow from it.
 *
 * @module
 */

import { checkValue } from "./_values.ts";

/** What every option has. */
export interface Common {
  /** What the option is for: one sentence. */
  readonly help: string;
  /** Heading of the help under which it stands. `@default "Options"` */
  readonly group?: string;
  /** What stands for its value in the help, such as `folder`. */
  readonly placeholder?: string;
  /** Whether the script cannot run without it. */
  readonly required?: true;
}

/** Between what numbers must lie. */
export interface Bounds {
  /** The least. */
  readonly min?: number;
  /** The greatest. */
  readonly max?: number;
  /** What is just too small. */
  readonly exclusiveMin?: number;
  /** What is just too great. */
  readonly exclusiveMax?: number;
}

/** Which texts there are. */
export interface Choices {
  /** All of them; any text where left out. */
  readonly choices?: readonly string[];
  /** How help and messages name them, where a list would be long. `@default "one of …"` */
  readonly choicesInWords?: string;
}

/** One option of a script. `list` and `numbers` are separated by commas. */
export type Option =
  | Common & Choices & { readonly type: "string"; readonly default?: string }
  | Common & Bounds & {
    readonly type: "number" | "integer";
    readonly default?: number;
  }
  | Common & {
    readonly type: "boolean";
    readonly default?: boolean;
    /** Whether to turn it off differs from not giving it. */
    readonly negatable?: true;
  }
  | Common & Choices & {
    readonly type: "list";
    readonly default?: readonly string[];
    /** Whether its items are `field=name`, which a mapping in a file of `--config` may say too. */
    readonly pairs?: true;
  }
  | Common & Bounds & {
    readonly type: "numbers";
    readonly default?: readonly number[];
  };

/** The options of a script by their name in code: `loraRank` is `--lora-rank` on the command line. */
export type Options = Readonly<Record<string, Option>>;

/** A text of option `O`. */
export type Word<O> = O extends { choices: readonly (infer Choice)[] } ? Choice
  : string;

/** The value of option `O`. */
export type ValueOf<O> = O extends { type: "boolean" } ? boolean
  : O extends { type: "number" | "integer" } ? number
  : O extends { type: "list" } ? readonly Word<O>[]
  : O extends { type: "numbers" } ? readonly number[]
  : Word<O>;

/** Options that have a value whatever the user gives. */
export type AlwaysThere = { type: "boolean" } | { default: unknown } | {
  required: true;
};

/** The values that `S` asks for. Flags are `false`, other options without a default `undefined` where nobody gave them. */
export type Values<S extends Options> = {
  readonly [Name in keyof S]: S[Name] extends AlwaysThere ? ValueOf<S[Name]>
    : ValueOf<S[Name]> | undefined;
};

/** What every script has. */
const GENERAL = ["config", "help", "debug"];

/**
 * Declares the options of a script.
 *
 * @param spec the options by name, in the order of the help
 * @returns `spec` itself, with the type that {@linkcode Values} needs
 * @throws {TypeError} if a name is not in camel case, or is `config`, `help` or `debug`, which every script has
 * @throws {UsageError} if a default breaks its own option's rules
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const spec = defineOptions({ loraRank: { type: "integer", min: 1, default: 8, help: "Rank of the adapters." } });
 * assert.equal(flagOf("loraRank"), "--lora-rank");
 * assert.equal(spec.loraRank.default, 8);
 * ```
 */
export function defineOptions<const S extends Options>(spec: S): S {
  for (const [name, option] of Object.entries<Option>(spec)) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name) || GENERAL.includes(name)) {
      throw new TypeError(
        `Cannot define option "${name}" as its name must be camel case and none of ${
          GENERAL.join(", ")
        }`,
      );
    }
    if (option.default !== undefined) {
      checkValue(`Default of ${flagOf(name)}`, option, option.default);
    }
  }
  return spec;
}

/** `loraRank` → `lora-rank`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `loraRank` → `--lora-rank`. */
export function flagOf(name: string): string {
  return `--${kebab(name)}`;
}
