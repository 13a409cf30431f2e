import { deepEqual, throws } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import { dpo, preferred, rewardMetrics, sdpo } from "../../lib/losses/mod.ts";
import { assertClose, engine, noLeaks, take } from "../_support.ts";
import { FAMILY, given, gradients, known, picked } from "./_family.ts";

void engine;

const PAIRS = 8;
const several = known.negatives;

for (const [name, loss] of Object.entries(FAMILY)) {
  if (name === "sdpo" || loss.coupled) continue;
  Deno.test(`${name} of three rejected answers is the mean over the pairs that they make`, async () => {
    const { policy, reference, facts } = given(several);
    const found = await take(loss(policy, reference, facts));
    const each = await Promise.all([0, 1, 2].map(async (k) => {
      const kth = (x: number[]) => x.slice(k * PAIRS, (k + 1) * PAIRS);
      const { policy, reference, facts } = given(picked(several, (x) => x, kth));
      return await take(loss(policy, reference, facts));
    }));
    found.forEach((x, i) => {
      const mean = each.reduce((sum, losses) => sum + losses[i]! / 3, 0);
      assertClose([x], [mean], 1e-6, { scale: Math.max(1, Math.abs(mean)) });
    });
    await noLeaks(() => loss(policy, reference, facts).dispose());
  });
}

for (const name of ["kto", "aot", "aot-unpaired"]) {
  Deno.test(`${name} of three rejected answers couples all the pairs that they make`, async () => {
    const loss = FAMILY[name]!;
    const { policy, reference, facts } = given(several);
    const found = await take(loss(policy, reference, facts));
    const thrice = (x: number[]) => [...x, ...x, ...x];
    const apart = given(picked(several, thrice, (x) => x));
    const whole = await take(loss(apart.policy, apart.reference, apart.facts));
    const means = [...found].map((_, i) =>
      (whole[i]! + whole[i + PAIRS]! + whole[i + 2 * PAIRS]!) / 3
    );
    assertClose(found, means, 1e-6);
  });
}

Deno.test("sdpo() over two rejected answers, by hand", async () => {
  // β r = ½ against −½ and −½: log(1 + 2/e).
  const policy = logps({ chosen: [-3], rejected: [-6, -6], rejectedLengths: [1, 1] });
  const reference = logps({ chosen: [-4], rejected: [-5, -5], rejectedLengths: [1, 1] });
  const loss = sdpo({ beta: 0.5 });
  assertClose(await take(loss(policy, reference)), [Math.log(1 + 2 / Math.E)], 1e-6);
  const [chosen, rejected] = gradients(loss, { policy, reference, facts: {} });
  const lost = 2 / (2 + Math.E);
  assertClose(await take(chosen), [-lost / 2], 1e-6);
  assertClose(await take(rejected), [lost / 4, lost / 4], 1e-6);
});

Deno.test("sdpo() keeps to finite numbers where exponentials would not", async () => {
  const zeros = logps({ chosen: [0, 0], rejected: [0, 0, 0, 0], rejectedLengths: [1, 1, 1, 1] });
  const far = logps({
    chosen: [0, 0],
    rejected: [1e4, -1e4, 1e4, -1e4],
    rejectedLengths: [1, 1, 1, 1],
  });
  assertClose(await take(sdpo()(far, zeros)), [1e4 + Math.LN2, 0], 1e-3);
  const [chosen, rejected] = gradients(sdpo(), { policy: far, reference: zeros, facts: {} });
  assertClose(await take(chosen), [-1, 0], 1e-6);
  assertClose(await take(rejected), [0.5, 0, 0.5, 0], 1e-6);
});

Deno.test("rejected answers that are not as many for each pair are refused", () => {
  const policy = logps({ chosen: [-1, -2], rejected: [-1, -2, -3] });
  throws(() => dpo()(policy, policy), /current values are 2 pairs and 3 rejected answers/);
  const none = logps({ chosen: [-1], rejected: [] });
  throws(() => sdpo()(none, none), /at least one: current values are 1 pairs and 0/);
});

Deno.test("preferred() counts a tie as one half", async () => {
  const [x, y] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 1, 4])];
  deepEqual(await take(preferred(x, y)), new Float32Array([0.5, 1, 0]));
});

Deno.test("rewardMetrics() are TRL's, by hand", async () => {
  const policy = logps({ chosen: [-1, -2], rejected: [-3, -1] });
  const reference = logps({ chosen: [-2, -2], rejected: [-2, -2] });
  deepEqual(await numbersOf(rewardMetrics(dpo({ beta: 0.5 }).rewards(policy, reference), policy)), {
    "rewards/chosen": 0.25,
    "rewards/rejected": 0,
    "rewards/accuracies": 0.5,
    "rewards/margins": 0.25,
    "logps/chosen": -1.5,
    "logps/rejected": -2,
  });
});

Deno.test("rewardMetrics() of several rejected answers: the share that is beaten, ties one half", async () => {
  // Beaten, tied, not beaten; beaten thrice.
  const policy = logps({ chosen: [2, 8], rejected: [1, 0, 2, 4, 3, 5], rejectedLengths: [] });
  const rewards = { chosen: policy.chosen, rejected: policy.rejected };
  const found = await numbersOf(rewardMetrics(rewards, policy));
  deepEqual(found["rewards/accuracies"], 0.75);
  deepEqual(found["rewards/margins"], 2.5);
  deepEqual(found["rewards/rejected"], 2.5);
});

async function numbersOf(metrics: Record<string, tf.Tensor>): Promise<Record<string, number>> {
  const values = await Promise.all(Object.values(metrics).map(take));
  return Object.fromEntries(Object.keys(metrics).map((name, i) => [name, values[i]![0]!]));
}
