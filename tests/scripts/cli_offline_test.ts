import assert from "node:assert/strict";
import { parseArgs, parser } from "../../scripts/_cli.ts";
import { parseArgs as offline } from "../../scripts/_cli_offline.ts";
import { cases } from "./_parse_args_cases.ts";

/** Where the door reads more than `@std/cli`: `--out -` has the value `-`. */
const READS_MORE = "a string option before a dash";

for (const parse of [offline, parseArgs]) {
  const which = parse === offline ? "offline" : `through the door (${parser})`;
  for (const { name, args, options, expected, reported } of cases) {
    if (parse === parseArgs && name === READS_MORE) continue;
    Deno.test(`parseArgs() ${which} agrees with @std/cli: ${name}`, () => {
      const calls: unknown[][] = [];
      const unknown = (...call: unknown[]) => {
        calls.push(call);
        return call.length < 2;
      };
      const all = reported ? { ...options, unknown } : options;
      assert.deepEqual(parse([...args], all), expected);
      assert.deepEqual(calls, reported ?? []);
    });
  }
}

Deno.test("parseArgs() changes neither its arguments nor its options", () => {
  for (const { args, options } of cases) {
    const before = structuredClone({ args, options });
    offline(args as string[], options);
    assert.deepEqual({ args, options }, before);
  }
});

Deno.test("parseArgs() through the door reads a value that starts with one dash", () => {
  const options = { string: ["lr", "data"], alias: { help: "h" } };
  assert.equal(parseArgs(["--lr", "-1"], options)["lr"], "-1");
  assert.equal(parseArgs(["--lr", "-1e-5"], options)["lr"], "-1e-5");
  assert.equal(parseArgs(["--lr=-1"], options)["lr"], "-1");
  assert.equal(parseArgs(["--data", "-"], options)["data"], "-");
  assert.deepEqual(parseArgs(["--lr", "-h"], options)["h"], true);
  assert.deepEqual(parseArgs(["--", "--lr", "-1"], options)._, ["--lr", "-1"]);
});
