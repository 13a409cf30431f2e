import { equal, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { engine } from "../_support.ts";

const SCRIPT = fileURLToPath(new URL("_one_step.ts", import.meta.url));

/** Metrics of the same steps on an engine. */
async function metricsOn(name: string): Promise<Record<string, number>[]> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "-q", "--no-check", SCRIPT, name],
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  ok(text, new TextDecoder().decode(stderr));
  return JSON.parse(text);
}

/** Asserts that every metric agrees within 1e-4. */
function assertAgree(one: Record<string, number>[], other: Record<string, number>[]) {
  equal(one.length, 12);
  one.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) {
      const difference = Math.abs(value - other[i]![name]!);
      ok(difference <= 1e-4, `${name} of line ${i} differs by ${difference}`);
    }
  });
}

Deno.test("a step gives the same metrics on wasm as on cpu", async () => {
  assertAgree(await metricsOn("wasm"), await metricsOn("cpu"));
});

Deno.test({
  name: "a step gives the same metrics on the native engine as on wasm",
  ignore: engine.name !== "tensorflow",
  fn: async () => assertAgree(await metricsOn("tensorflow"), await metricsOn("wasm")),
});
