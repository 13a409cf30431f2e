import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { REWARD_DOMAINS, rewardOf } from "../../../lib/experiments/mod.ts";
import { tokenizer } from "../in_domain/_world.ts";
import { sizes, worlds } from "./_cross_world.ts";

const world = await worlds(0);

Deno.test("rewardWorlds() makes each domain's stream from prompts of its own opening", () => {
  deepEqual(world.domains.map(({ name }) => name), ["praise", "plain", "drift"]);
  for (const [i, { rounds, heldOut, samples }] of world.domains.entries()) {
    equal(rounds.length, sizes.rounds);
    ok(heldOut.length > 0);
    const prompts = [...rounds.flat(), ...heldOut].map(({ prompt }) => prompt);
    for (const prompt of [...prompts, ...samples!.prompts]) {
      ok(tokenizer.decode(prompt, { skipSpecial: true }).startsWith(REWARD_DOMAINS[i]!.opening));
    }
  }
});

Deno.test("rewardWorlds() holds out prompts that no round and no sample has", () => {
  for (const { rounds, heldOut, samples } of world.domains) {
    const learnt = new Set(rounds.flat().map(({ prompt }) => prompt.join()));
    const held = new Set(heldOut.map(({ prompt }) => prompt.join()));
    ok([...held].every((prompt) => !learnt.has(prompt)));
    ok(samples!.prompts.every((prompt) => !learnt.has(prompt.join()) && !held.has(prompt.join())));
  }
});

Deno.test("rewardWorlds() is the same for the same seed, and another for another", async () => {
  deepEqual(
    (await worlds(0)).domains.map(({ rounds }) => rounds),
    world.domains.map(({ rounds }) => rounds),
  );
  notDeepEqual(
    (await worlds(1)).domains.map(({ rounds }) => rounds),
    world.domains.map(({ rounds }) => rounds),
  );
});

Deno.test("rewardWorlds() grades samples by the domain's reward, whose truth its held-out pairs tell", () => {
  for (const { heldOut, samples } of world.domains) {
    for (const { prompt, chosen, rejected, isTrue } of heldOut) {
      const [w, l] = samples!.judge([prompt, prompt], [chosen, rejected[0]!]);
      equal(isTrue, w! > l!);
    }
  }
});

Deno.test("domains conflict: what praise wants, plain writing avoids, and the drift turns", () => {
  const [praise, plain, drift] = REWARD_DOMAINS;
  const warm = [1, 0, 0] as const;
  ok(rewardOf(warm, praise!.weights(0)) > 0);
  ok(rewardOf(warm, plain!.weights(0)) < 0);
  const personal = [0, 0, 1] as const;
  ok(rewardOf(personal, drift!.weights(0)) < 0);
  ok(rewardOf(personal, drift!.weights(1)) > 0);
});
