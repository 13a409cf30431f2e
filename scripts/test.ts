/** Runs the whole test suite, examples in the documentation included, and ends on a line with the counts. */
import { fileURLToPath } from "node:url";
import { ensureEngine } from "../lib/engine/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REPORT = "coverage/junit.xml";
// deno-fmt-ignore
const PERMISSIONS = [
  "--allow-read", "--allow-write", "--allow-env", "--allow-sys", "--allow-ffi", "--allow-run",
  "--allow-net=127.0.0.1,localhost",
];

const spec = defineOptions({
  filter: { type: "string", placeholder: "text", help: "Run only tests whose name has this text." },
  files: { type: "list", help: "Run only these files or folders." },
});

await main(async () => {
  const { values: { filter, files } } = readArguments(spec, Deno.args, {
    task: "test",
    summary: "Runs the test suite and the examples in the documentation.",
    examples: ["", "tests/losses", "--filter dpo"],
    positional: ["files"],
  });
  // Built once here, so that tests do not wait for each other; where it cannot be built, native tests are skipped.
  await ensureEngine({ say });
  await Deno.mkdir(`${ROOT}/coverage`, { recursive: true });
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--no-check",
      "--doc",
      "--coverage=coverage/raw",
      "--coverage-raw-data-only",
      "--clean",
      `--junit-path=${REPORT}`,
      ...PERMISSIONS,
      ...(filter === undefined ? [] : [`--filter=${filter}`]),
      ...(files ?? ["tests", "lib", "mod.ts", "README.md"]),
    ],
    cwd: ROOT,
  }).spawn().status;
  writeText(Deno.stdout, `${counts(await Deno.readTextFile(`${ROOT}/${REPORT}`))}\n`);
  if (!success) Deno.exit(1);
});

/** The counts of a JUnit report as one line. */
function counts(report: string): string {
  const sum = (name: string) =>
    [...report.matchAll(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, "g"))]
      .reduce((total, [, count]) => total + Number(count), 0);
  const [tests, failed, skipped] = [sum("tests"), sum("failures") + sum("errors"), sum("disabled")];
  return `${tests! - failed! - skipped!} passed, ${failed} failed, ${skipped} skipped`;
}
