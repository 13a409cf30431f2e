import { deepEqual, ok } from "node:assert/strict";
import { fold, key, uniform } from "../../lib/base/mod.ts";
import { pack } from "../../lib/tokens/mod.ts";

Deno.test("pack() puts everything into one row, and none above the capacity", () => {
  for (let seed = 0; seed < 50; seed++) {
    const lengths = Array.from(uniform(fold(key(0), seed), 20), (u) => 1 + Math.floor(40 * u));
    const capacity = Math.max(...lengths) + seed;
    const rows = pack(lengths, capacity);
    deepEqual(rows.flat().sort((a, b) => a - b), lengths.map((_, i) => i));
    const filled = rows.map((row) => row.reduce((sum, i) => sum + lengths[i]!, 0));
    ok(filled.every((length) => length <= capacity), `${filled} exceeds ${capacity}`);
    const least = Math.ceil(filled.reduce((sum, length) => sum + length) / capacity);
    ok(rows.length <= Math.floor(11 / 9 * least + 6 / 9) + 1, `${rows.length} rows for ${least}`);
  }
});

Deno.test("pack() keeps the order of equal lengths, and knows an empty list", () => {
  deepEqual(pack([2, 2, 2], 4), [[0, 1], [2]]);
  deepEqual(pack([], 4), []);
});
