import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { tf } from "../../../lib/base/mod.ts";
import {
  lossesOf,
  offlineFit,
  type Round,
  roundsOf,
  startingModules,
} from "../../../lib/experiments/in_domain/mod.ts";
import { dpo } from "../../../lib/losses/mod.ts";
import { mean } from "../../../lib/evaluate/mod.ts";
import { assertClose } from "../../_support.ts";
import { LORA, model, tokenizer, world } from "./_world.ts";

const rounds = await roundsOf(model, await world(0));
const loss = dpo({ beta: 0.1 });
const options = { lora: LORA, loss, lr: 5e-3, seed: 0, padId: tokenizer.eos };

Deno.test("lossesOf() gives log 2 on every round where the policy has not moved", async () => {
  const { policy } = startingModules(model, ["policy"], LORA, 0);
  const losses = await lossesOf(model, { config: LORA, weights: policy! }, rounds, loss);
  assertClose(losses, rounds.map(() => Math.LN2), 1e-5);
  tf.dispose(policy!);
});

Deno.test("lossesOf() gives the mean of each round's own pairs", async () => {
  const { weights } = await offlineFit(model, rounds, options);
  const adapter = { config: LORA, weights };
  const whole = await lossesOf(model, adapter, rounds, loss);
  const apart: number[] = [];
  for (const round of rounds) apart.push(...await lossesOf(model, adapter, [round], loss));
  assertClose(whole, apart, 1e-5);
  tf.dispose(weights);
});

Deno.test("offlineFit() pays less over the stream than the reference, and the same for a seed", async () => {
  const fits = [];
  for (const seed of [0, 0, 1]) {
    const { weights } = await offlineFit(model, rounds, { ...options, seed });
    fits.push(await lossesOf(model, { config: LORA, weights }, rounds, loss));
    tf.dispose(weights);
  }
  ok(mean(fits[0]!) < Math.LN2 - 0.01, `${mean(fits[0]!)}`);
  deepEqual(fits[0], fits[1]);
  notDeepEqual(fits[0], fits[2]);
});

Deno.test("offlineFit() learns from whole rounds, each in every pass, in another order each", async () => {
  const seen: number[] = [];
  const watched = rounds.map((round, index): Round => ({
    get pairs() {
      seen.push(index);
      return round.pairs;
    },
    reference: round.reference,
  }));
  const { weights } = await offlineFit(model, watched, options);
  tf.dispose(weights);
  // The first one stands as the example of a batch.
  const order = seen.slice(1);
  equal(order.length, 3 * rounds.length);
  const passes = [0, 1, 2].map((pass) =>
    order.slice(pass * rounds.length, (pass + 1) * rounds.length)
  );
  for (const pass of passes) deepEqual(pass.toSorted(), [...rounds.keys()]);
  notDeepEqual(passes[0], passes[1]);
  notDeepEqual(passes[1], passes[2]);
});

Deno.test("offlineFit() and lossesOf() say that training diverged", async () => {
  const diverged = { name: "DivergenceError" };
  await rejects(offlineFit(model, rounds, { ...options, lr: 1e30 }), diverged);
  const { policy } = startingModules(model, ["policy"], LORA, 0);
  const weights = Object.fromEntries(
    Object.entries(policy!).map(([name, factor]) => [name, tf.fill(factor.shape, NaN)]),
  );
  await rejects(lossesOf(model, { config: LORA, weights }, rounds, loss), diverged);
  tf.dispose([policy!, weights]);
});
