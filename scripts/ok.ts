/** The gate: format, lint, types, documentation, and the coverage of the last test run. */
import { fileURLToPath } from "node:url";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { say } from "./_say.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Least share of lines of `lib` that the last test run must have reached, in percent. */
const COVERAGE = 85;

const CHECKS: Readonly<Record<string, readonly string[]>> = {
  format: ["fmt", "--check", "--quiet"],
  lint: ["lint", "--quiet"],
  types: ["check", "--quiet", "mod.ts", "lib", "scripts", "tests", "lint"],
  documentation: ["doc", "--lint", "--quiet", "mod.ts"],
};

await main(async () => {
  readArguments(defineOptions({}), Deno.args, {
    task: "ok",
    summary: "Checks format, lint, types, documentation, and the coverage of the last test run.",
  });
  const failed: string[] = [];
  for (const [name, args] of Object.entries(CHECKS)) {
    const { success, stdout, stderr } = await run(args);
    say(`ok: ${name} ${success ? "passes" : "FAILS"}`);
    if (success) continue;
    failed.push(name);
    say(stdout + stderr);
  }
  const reached = await coverage();
  say(`ok: coverage of lib ${reached.toFixed(1)} % of lines (at least ${COVERAGE} %)`);
  if (!(reached >= COVERAGE)) failed.push("coverage");
  if (failed.length > 0) {
    say(`ok: failed: ${failed.join(", ")}`);
    Deno.exit(1);
  }
});

/** Share of lines reached, from an LCOV report of `lib`. */
async function coverage(): Promise<number> {
  const { success, stdout, stderr } = await run([
    "coverage",
    "coverage/raw",
    "--lcov",
    "--include=/lib/",
  ]);
  if (!success) {
    say(stderr);
    return 0;
  }
  const sum = (tag: string) =>
    [...stdout.matchAll(new RegExp(`^${tag}:(\\d+)$`, "gm"))]
      .reduce((total, [, count]) => total + Number(count), 0);
  return 100 * sum("LH") / sum("LF");
}

async function run(args: readonly string[]) {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { success, stdout: text(stdout), stderr: text(stderr) };
}
