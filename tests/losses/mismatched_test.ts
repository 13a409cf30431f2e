import { deepEqual, equal, throws } from "node:assert/strict";
import { logps } from "../../lib/logprobs/mod.ts";
import { anchorOfMismatched, dpo, kto, rewardMetrics, sum } from "../../lib/losses/mod.ts";
import { assertClose, engine, noLeaks, take } from "../_support.ts";

void engine;

/** r = 2, 1 of chosen and −1, 3 of rejected answers; mismatched ones have 1 and −4. */
const policy = logps({
  chosen: [-3, -4],
  rejected: [-6, -2, -7, -14],
  rejectedLengths: [1, 1, 1, 1],
});
const reference = logps({
  chosen: [-5, -5],
  rejected: [-5, -5, -8, -10],
  rejectedLengths: [1, 1, 1, 1],
});
const alone = [policy, reference].map((all) => ({
  ...all,
  rejected: all.rejected.slice([0], [2]),
  rejectedLengths: all.rejectedLengths.slice([0], [2]),
})) as [typeof policy, typeof policy];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const mismatching = kto({ beta: 1, anchor: anchorOfMismatched });

Deno.test("kto() against mismatched pairs by hand: their mean r is below 0, so z is 0", async () => {
  const expected = [
    (sigmoid(-2) + sigmoid(-1)) / 2,
    (sigmoid(-1) + sigmoid(3)) / 2,
  ];
  assertClose(await take(mismatching(policy, reference)), expected, 1e-6);
});

Deno.test("kto() against mismatched pairs by hand: z is their mean r", async () => {
  const further = {
    ...reference,
    rejected: logps({ chosen: [0], rejected: [-5, -5, -8, -20] }).rejected,
  };
  const z = (1 + 6) / 2;
  const expected = [
    (sigmoid(z - 2) + sigmoid(-1 - z)) / 2,
    (sigmoid(z - 1) + sigmoid(3 - z)) / 2,
  ];
  assertClose(await take(mismatching(policy, further)), expected, 1e-6);
});

Deno.test("mismatched answers are among neither the rewards nor the logged log-probabilities", async () => {
  const [own, plain] = [mismatching.rewards(policy, reference), kto({ beta: 1 }).rewards(...alone)];
  deepEqual(await own.rejected.data(), await plain.rejected.data());
  const metrics = rewardMetrics(own, policy);
  assertClose(await take(metrics["logps/rejected"]!), [-4], 1e-6);
  assertClose(await take(metrics["rewards/margins"]!), [(3 + -2) / 2], 1e-6);
});

Deno.test("in a sum, parts that do not ask for mismatched answers do not see them", async () => {
  const both = sum([dpo({ beta: 1 }), mismatching], [1, 2]);
  equal(both.needsMismatched, true);
  const [d, k] = [
    await take(dpo({ beta: 1 })(...alone)),
    await take(mismatching(policy, reference)),
  ];
  assertClose(await take(both(policy, reference)), d.map((x, i) => x + 2 * k[i]!), 1e-6);
  deepEqual(
    await take(both.rewards(policy, reference).rejected),
    await take(dpo({ beta: 1 }).rewards(...alone).rejected),
  );
});

Deno.test("a loss that asks for mismatched answers refuses pairs without, and leaks nothing", async () => {
  throws(() => mismatching(...alone), /must carry another pair's answer.*2 pairs and 2 answers/);
  await noLeaks(() => mismatching(policy, reference).dispose());
});
