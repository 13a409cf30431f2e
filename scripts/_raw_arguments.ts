/**
 * What must be seen before arguments are parsed, since `@std/cli` takes it silently for something else.
 *
 * @module
 */

import { kebab, type Options } from "./_options.ts";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * Refuses `--shuffle=maybe` and `--no-shuffle=…` (which would turn the flag on) and `--out=` (which would be a name).
 *
 * @throws {UsageError} with what to write instead
 */
export function checkInline(spec: Options, args: readonly string[]): void {
  const options = new Map(
    Object.entries(spec).map(([name, option]) => [kebab(name), option]),
  );
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  for (const arg of args.slice(0, end)) {
    const [, no = "", name = "", text = ""] = /^--(no-)?([^=]+)=(.*)$/s.exec(arg) ?? [];
    const type = options.get(`${no}${name}`)?.type ??
      (no ? options.get(name)?.type : undefined);
    if (type === "boolean" && no && !options.has(`no-${name}`)) {
      throw new UsageError(`Option --no-${name} takes no value. See --help.`);
    }
    if (type === "boolean" && text !== "true" && text !== "false") {
      throw new UsageError(
        `Option --${no}${name} must be true or false: current value is ${JSON.stringify(text)}`,
      );
    }
    if (type !== undefined && text === "") {
      throw new UsageError(`Option --${no}${name} needs a value. See --help.`);
    }
  }
}

/** The error for an argument that names no option of `spec`. */
export function unknownOption(spec: Options, arg: string): UsageError {
  const typed = arg.split("=")[0]!;
  const names = Object.entries(spec).flatMap(([name, { type }]) =>
    type === "boolean" ? [kebab(name), `no-${kebab(name)}`] : [kebab(name)]
  );
  const hint = didYouMean(
    typed.replace(/^-+/, ""),
    [...names, "config", "help", "debug"],
    "--",
  );
  return new UsageError(
    hint ? `Unknown option ${typed}${hint} See --help.` : `Unknown option ${typed}. See --help.`,
  );
}
