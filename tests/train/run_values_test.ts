import { deepEqual, equal, rejects } from "node:assert/strict";
import { valuesOfRun } from "../../lib/train/run_values.ts";

const RUN = { model: "run", adapter: null, tokenizer: "run", precision: "float32" } as const;
/** Names of texts, as hashes are. */
const [a, b, c, d] = ["a", "b", "c", "d"].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const values = (...numbers: number[]) => new Float32Array(numbers);

Deno.test("valuesOfRun() knows after a crash what it was told to write, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  const first = await valuesOfRun(folder, RUN);
  await first.add(new Map([[a, values(-1, -2)], [b, values(-3)]]));
  await first.flush!();
  await first.flush!();
  await first.add(new Map([[c, values(-4)]]));
  deepEqual(await first.read([c, a]), [values(-4), values(-1, -2)]);
  first.close();

  const second = await valuesOfRun(folder, RUN);
  deepEqual([a, b, c].map(second.has), [true, true, false]);
  deepEqual(await second.read([b, a]), [values(-3), values(-1, -2)]);
  await second.add(new Map([[c, values(-5)]]));
  await second.flush!();
  second.close();

  const third = await valuesOfRun(folder, RUN);
  deepEqual(await third.read([a, c]), [values(-1, -2), values(-5)]);
  equal(third.has(d), false);
  third.close();
  await rejects(valuesOfRun(folder, { ...RUN, model: "another" }), { name: "RangeError" });
  await Deno.remove(folder, { recursive: true });
});
