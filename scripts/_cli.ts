/**
 * The one door to `@std/cli`. Where JSR cannot be reached, the same contract comes from `node:util`.
 *
 * The specifier is a variable on purpose: Deno fetches a literal one before the first line runs, and waits for minutes where
 * a firewall swallows packets. This one is given half a second; what arrives later is in the cache for the next run.
 *
 * @module
 */

import * as offline from "./_cli_offline.ts";
import { bindDashValues } from "./_dash_values.ts";
import type { ParsedArgs, ParseOptions } from "./_parse_options.ts";

export type { ParsedArgs, ParseOptions };

const specifier: string = "@std/cli/parse-args";
/** Longest wait for the registry, in milliseconds. */
const PATIENCE = 500;

async function load(): Promise<typeof offline> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<typeof offline>((done) => {
    timer = setTimeout(() => done(offline), PATIENCE);
  });
  const online: Promise<typeof offline> = import(specifier).catch(() => offline);
  const first = await Promise.race([online, patience]);
  clearTimeout(timer);
  return first;
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
