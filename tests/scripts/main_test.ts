import assert from "node:assert/strict";
import { fromFileUrl, run } from "./_run.ts";
import { outcomeOf } from "../../scripts/_outcome.ts";
import { HelpRequest, UsageError } from "../../scripts/_usage_error.ts";

const KIT = import.meta.resolve("../../scripts/_arguments.ts");
const CONFIG = fromFileUrl(import.meta.resolve("../../deno.json"));

/** Runs a script whose body is `body`. */
async function script(
  body: string,
  { args = [], env = {}, allow = ["-A"] }: {
    args?: string[];
    env?: Record<string, string>;
    allow?: string[];
  } = {},
) {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(
    file,
    `import { defineOptions, main, readArguments } from ${JSON.stringify(KIT)};
    const spec = defineOptions({ beta: { type: "number", help: "β." } });
    await main(async () => {
      const { values } = readArguments(spec, Deno.args, { task: "t", summary: "Tries." });
      ${body}
    });`,
  );
  try {
    return await run([
      "run",
      "--no-prompt",
      "--config",
      CONFIG,
      ...allow,
      file,
      ...args,
    ], env);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("main() exits 0 and adds nothing where the script succeeds", async () => {
  const result = await script(`console.log(values.beta);`, {
    args: ["--beta", "-1"],
  });
  assert.deepEqual(result, { code: 0, stdout: "-1\n", stderr: "" });
});

Deno.test("main() prints the help on stdout and exits 0", async () => {
  const { code, stdout, stderr } = await script("", { args: ["--help"] });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.match(stdout, /^Tries\.\n\nUsage: deno task t \[options\]\n/);
});

Deno.test("main() ends bad usage in one line and exit code 2", async () => {
  assert.deepEqual(await script("", { args: ["--bata", "1"] }), {
    code: 2,
    stdout: "",
    stderr: "error: Unknown option --bata; did you mean --beta? See --help.\n",
  });
});

Deno.test("main() ends a missing file in one line and exit code 2", async () => {
  const { code, stderr } = await script(
    `await Deno.readTextFile("no/such/file");`,
  );
  assert.equal(code, 2);
  assert.match(stderr, /^error: .*no\/such\/file.*\n$/);
});

Deno.test("main() shows the stack of anything else and exits 1", async () => {
  const { code, stderr } = await script(`throw new Error("boom");`);
  assert.equal(code, 1);
  assert.match(stderr, /^error: boom\n {4}at /);
});

Deno.test("main() shows the stack of bad usage with --debug and FASTSLOW_DEBUG=1", async () => {
  const body = `throw new RangeError("too far");`;
  const options = [{ args: ["--debug"] }, { env: { FASTSLOW_DEBUG: "1" } }];
  for (const option of options) {
    const { code, stderr } = await script(body, option);
    assert.equal(code, 2);
    assert.match(stderr, /^error: too far\n {4}at /);
  }
  const { stderr } = await script(body, { args: ["--", "--debug"] });
  assert.equal(stderr, 'error: Unexpected argument "--debug". See --help.\n');
});

Deno.test("main() needs no permission to fail well", async () => {
  const result = await script(`throw new RangeError("too far");`, {
    allow: [],
  });
  assert.deepEqual(result, { code: 2, stdout: "", stderr: "error: too far\n" });
});

Deno.test("main() exits 1 where a script throws what is no error", async () => {
  const { code, stderr } = await script(`throw "a word";`);
  assert.deepEqual({ code, stderr }, { code: 1, stderr: 'error: "a word"\n' });
});

Deno.test("outcomeOf() blames the user for input and the code for bugs", () => {
  const codes: [unknown, number][] = [
    [new HelpRequest("help"), 0],
    [new UsageError("no"), 2],
    [new TypeError("Cannot read pairs as property prompt is undefined"), 2],
    [new RangeError("Cannot compute DPO as beta must be > 0"), 2],
    [thrownBy(() => JSON.parse("{")), 2],
    [new Deno.errors.NotFound("x"), 2],
    [new Deno.errors.NotCapable("x"), 2],
    [new Deno.errors.ConnectionRefused("x"), 1],
    [new Error("x"), 1],
    [thrownBy(() => (null as unknown as { x: 1 }).x), 1],
    [thrownBy(() => (1 as unknown as () => void)()), 1],
    [thrownBy(() => [...(1 as unknown as [])]), 1],
    [thrownBy(() => new Array(-1)), 1],
    [thrownBy(() => Object.keys(null as unknown as object)), 1],
    [
      thrownBy(function again() {
        again();
      }),
      1,
    ],
    [undefined, 1],
  ];
  for (const [error, code] of codes) {
    assert.equal(outcomeOf(error, false).exitCode, code, String(error));
  }
});

Deno.test("outcomeOf() says a message of many lines in one, and its causes in the stack", () => {
  const error = new Error("first\n  second\n", { cause: new Error("third") });
  const lines = outcomeOf(error, false).text.split("\n");
  assert.equal(lines[0], "error: first second");
  assert.ok(lines.includes("caused by: third"));
  assert.equal(outcomeOf(new TypeError(""), false).text, "error: TypeError\n");
});

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}
