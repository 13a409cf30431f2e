/**
 * The one door to `@std/cli`. Where JSR cannot be reached, the same contract comes from `node:util`.
 *
 * The specifier is a variable on purpose: Deno fetches a literal one before the first line runs, which prints a line where
 * JSR is out of reach and waits for minutes where a firewall swallows packets. `onJsr` asks first, for half a second.
 *
 * @module
 */

import * as offline from "./_cli_offline.ts";
import { bindDashValues } from "./_dash_values.ts";
import { onJsr, rememberJsr } from "./_jsr.ts";
import type { ParsedArgs, ParseOptions } from "./_parse_options.ts";

export type { ParsedArgs, ParseOptions };

const specifier: string = "@std/cli/parse-args";

async function load(): Promise<typeof offline> {
  // Taken before the import, which changes what the specifier resolves to.
  const url = import.meta.resolve(specifier);
  if (!await onJsr(url)) return offline;
  try {
    const cli = await import(specifier);
    rememberJsr(url);
    return cli;
  } catch {
    return offline;
  }
}

const cli = await load();

/** Whether arguments are read by `@std/cli` itself or by its offline stand-in. */
export const parser: "@std/cli" | "offline" = cli === offline ? "offline" : "@std/cli";

/**
 * `parseArgs` of `@std/cli`, which moreover reads `--lr -1` as the value −1 of a string option.
 *
 * @param args what the user typed, usually `Deno.args`
 * @param options which names are strings, flags, …
 * @returns the options by name, positional arguments under `_`
 */
export function parseArgs(
  args: readonly string[],
  options: ParseOptions = {},
): ParsedArgs {
  return cli.parseArgs(bindDashValues(args, options), options);
}
