/**
 * Runs the body of a script, so that every failure ends in one line and an honest exit code.
 *
 * @module
 */

import { readEnv } from "./_environment.ts";
import { outcomeOf } from "./_outcome.ts";
import { writeText } from "./_write.ts";

/**
 * Runs the body of a script.
 *
 * What the user can mend (usage, files, data) ends in one line on stderr and exit code 2, anything else in one line, a
 * stack and exit code 1. `--debug` and `FASTSLOW_DEBUG=1` always show the stack.
 *
 * @param body the script; the process ends if it throws
 *
 * @example
 * ```ts ignore
 * await main(async () => {
 *   const { values } = readArguments(spec, Deno.args, about);
 *   await train(values);
 * });
 * ```
 */
export async function main(body: () => unknown): Promise<void> {
  try {
    await body();
    // A registry that never answers would keep the process alive.
    Deno.exit();
  } catch (error) {
    const { stream, text, exitCode } = outcomeOf(error, wantsStack());
    writeText(Deno[stream], text);
    Deno.exit(exitCode);
  }
}

function wantsStack(): boolean {
  const end = Deno.args.includes("--") ? Deno.args.indexOf("--") : Deno.args.length;
  return Deno.args.slice(0, end).includes("--debug") ||
    readEnv("FASTSLOW_DEBUG") === "1";
}
