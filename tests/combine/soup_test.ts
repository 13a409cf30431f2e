import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { Adapter } from "../../lib/adapter/mod.ts";
import { disposeTree } from "../../lib/base/mod.ts";
import { combine, greedySoup, linear, soup } from "../../lib/combine/mod.ts";
import { assertClose, noLeaks } from "../_support.ts";
import { moduleOf, updateOf, weighted } from "./_modules.ts";

const modules = [1, 2, 3].map((seed) => moduleOf(seed));
const updates = await Promise.all(modules.map(updateOf));

/** Scores an adapter by how near its update is to `goal`. */
const nearness = (goal: readonly number[]) => async (adapter: Adapter) =>
  -Math.hypot(...(await updateOf(adapter)).map((x, i) => x - goal[i]!));

Deno.test("soup() gives every module the same weight, and combine() then gives the mean", async () => {
  deepEqual(soup(1), [1]);
  const whole = await combine(modules, soup(3));
  assertClose(await updateOf(whole), weighted(updates, [1 / 3, 1 / 3, 1 / 3]), 1e-6);
});

Deno.test("soup() refuses counts that are none", () => {
  for (const count of [0, -1, 1.5, NaN]) {
    throws(() => soup(count), {
      name: "RangeError",
      message:
        `Cannot make a soup as the count of modules must be a whole number >= 1: current value is ${count}`,
    });
  }
});

Deno.test("greedySoup() keeps what does not lower the score, best first", async () => {
  const goal = weighted(updates, [0.45, 0, 0.55]);
  const { adapter, kept, score } = await greedySoup(modules, nearness(goal));
  deepEqual(kept, [2, 0]);
  assertClose(await updateOf(adapter), weighted(updates, [0.5, 0, 0.5]), 1e-6);
  assertClose([score], [await nearness(goal)(adapter)], 1e-12);
});

Deno.test("greedySoup() never scores lower than its best module", async () => {
  for (const weights of [[1, 0, 0], [0.2, 0.5, 0.3], [-1, 1, 1]]) {
    const goal = weighted(updates, weights);
    const alone = await Promise.all(modules.map(nearness(goal)));
    const { score } = await greedySoup(modules, nearness(goal));
    equal(score >= Math.max(...alone) - 1e-6, true);
  }
});

Deno.test("greedySoup() keeps all where none matters, in their order", async () => {
  const { kept } = await greedySoup(modules, () => 0, { mode: linear() });
  deepEqual(kept, [0, 1, 2]);
});

Deno.test("greedySoup() scores each module once and each soup once, one at a time", async () => {
  let [calls, running] = [0, 0];
  await greedySoup(modules, async () => {
    calls++;
    equal(++running, 1);
    await Promise.resolve();
    running--;
    return -calls;
  });
  equal(calls, 6);
});

Deno.test("greedySoup() refuses scores that are not finite and modules that do not go together", async () => {
  await rejects(greedySoup(modules, () => NaN), {
    name: "RangeError",
    message: "Cannot make a soup as scores must be finite: current value is NaN",
  });
  await rejects(greedySoup([], () => 0), RangeError);
  let calls = 0;
  const others = [modules[0]!, moduleOf(2, { targets: ["c_attn"] })];
  await rejects(
    greedySoup(others, () => calls++, { names: ["a", "b"] }),
    /Cannot combine a and b as/,
  );
  equal(calls, 0);
});

Deno.test("greedySoup() leaves no tensor behind but its soup, where a score fails as well", async () => {
  await noLeaks(async () =>
    disposeTree((await greedySoup(modules, nearness(updates[1]!))).adapter.weights)
  );
  for (const last of [2, 4, 6]) {
    let calls = 0;
    await noLeaks(() => rejects(greedySoup(modules, () => ++calls === last ? NaN : 0), RangeError));
  }
});
