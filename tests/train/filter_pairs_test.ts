import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { type Key, key, uniform } from "../../lib/base/mod.ts";
import { type FilterOptions, filterPairs } from "../../lib/train/mod.ts";
import { tinyPairs } from "./_worlds.ts";

const pairs = tinyPairs(20);
const total = (ids: Int32Array) => ids.reduce((sum, id) => sum + id, 0);
const options: FilterOptions = {
  sample: (prompts: readonly Int32Array[], k: Key) =>
    Promise.resolve(
      Array.from(uniform(k, prompts.length), (u) => Int32Array.of(Math.floor(200 * u))),
    ),
  judge: (_prompts, answers) => answers.map(total),
};

Deno.test("filterPairs() keeps a pair if and only if the sample's lead is below the threshold", async () => {
  for (const threshold of [0, 30, -30]) {
    const { kept, dropped, leads } = await filterPairs(pairs, { ...options, threshold });
    deepEqual(kept, pairs.filter((_, i) => leads[i]! < threshold));
    deepEqual(dropped, pairs.filter((_, i) => leads[i]! >= threshold));
    ok(kept.length > 0 && dropped.length > 0, `threshold ${threshold} decides nothing`);
  }
});

Deno.test("filterPairs() counts an equal reward as one to drop, as threshold 0 asks for less", async () => {
  const sample = () => Promise.resolve(pairs.map(({ chosen }) => chosen));
  const { kept, leads } = await filterPairs(pairs, { ...options, sample });
  deepEqual([kept.length, new Set(leads)], [0, new Set([0])]);
});

Deno.test("a higher threshold keeps whatever a lower one keeps; Infinity keeps all", async () => {
  const keptAt = async (threshold: number) =>
    (await filterPairs(pairs, { ...options, threshold })).kept;
  const [low, high, all] = [await keptAt(0), await keptAt(40), await keptAt(Infinity)];
  ok(low.every((pair) => high.includes(pair)) && high.length > low.length);
  deepEqual(all, pairs);
});

Deno.test("filterPairs() draws from its key alone, and waits for a judge that takes its time", async () => {
  const leadsOf = async (given: Partial<FilterOptions>) =>
    (await filterPairs(pairs, { ...options, ...given })).leads;
  const slow: FilterOptions["judge"] = async (...given) => await options.judge(...given);
  deepEqual(await leadsOf({ key: key(1) }), await leadsOf({ key: key(1), judge: slow }));
  notDeepEqual(await leadsOf({ key: key(1) }), await leadsOf({ key: key(2) }));
});

Deno.test("filterPairs() asks the judge once, for samples and chosen answers to their prompts", async () => {
  let calls = 0;
  await filterPairs(pairs, {
    ...options,
    judge: (prompts, answers) => {
      calls++;
      deepEqual(prompts, [...pairs, ...pairs].map(({ prompt }) => prompt));
      deepEqual(answers.slice(20), pairs.map(({ chosen }) => chosen));
      return answers.map(total);
    },
  });
  equal(calls, 1);
});

Deno.test("filterPairs() refuses what it cannot judge, naming the place", async () => {
  const refused = (given: Partial<FilterOptions>, message: RegExp) =>
    rejects(filterPairs(pairs, { ...options, ...given }), { name: "RangeError", message });
  await rejects(filterPairs([], options), /Cannot filter pairs as there are none/);
  await refused({ threshold: NaN }, /threshold must be a number/);
  await refused({ sample: () => Promise.resolve([]) }, /0 answers to 20 prompts/);
  await refused({ judge: () => [0] }, /1 grades of 40 answers/);
  await refused({ judge: (_, answers) => answers.map(() => Infinity) }, /grade 0 is Infinity/);
});
