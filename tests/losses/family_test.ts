import { deepEqual, ok, throws } from "node:assert/strict";
import { type PairLogps, type PreferenceLoss, tf, type Vector } from "../../lib/base/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import { cdpo, dpo, hinge, ipo, preferred, rewardMetrics } from "../../lib/losses/mod.ts";
import { assertClose, engine, fixture, maxNorm, noLeaks, take } from "../_support.ts";

void engine;

type Sides = Record<"chosen" | "rejected", number[]>;
interface Case {
  readonly losses: number[];
  readonly gradients: Sides;
}
type Fixture = Record<"policy" | "reference", Sides> & Record<string, Case | Sides>;
const known = await fixture<Fixture>("losses.json");

const LOSSES: Record<string, PreferenceLoss> = {
  dpo: dpo({ beta: 0.1 }),
  cdpo: cdpo({ beta: 0.1, epsilon: 0.1 }),
  ipo: ipo({ tau: 0.1 }),
  hinge: hinge({ beta: 0.1 }),
};

/** Gradients of the summed loss with respect to the policy's log-probabilities. */
function gradients(loss: PreferenceLoss, policy: PairLogps, reference: PairLogps) {
  const total = (chosen: Vector, rejected: Vector) =>
    tf.sum(loss({ ...policy, chosen, rejected }, reference)) as tf.Scalar;
  return tf.grads((c, r) => total(c as Vector, r as Vector))([policy.chosen, policy.rejected]);
}

for (const [name, loss] of Object.entries(LOSSES)) {
  Deno.test(`${name}() gives PyTorch's losses and gradients`, async () => {
    const { losses, gradients: expected } = known[name] as Case;
    const [policy, reference] = [logps(known.policy), logps(known.reference)];
    const actual = await take(loss(policy, reference));
    losses.forEach((x, i) =>
      assertClose([actual[i]!], [x], 1e-5, { what: `loss ${i}`, scale: Math.max(1, Math.abs(x)) })
    );
    const [dChosen, dRejected] = gradients(loss, policy, reference);
    for (
      const [gradient, numbers] of [[dChosen, expected.chosen], [
        dRejected,
        expected.rejected,
      ]] as const
    ) {
      assertClose(await take(gradient!), numbers, 1e-5, { scale: Math.max(1, maxNorm(numbers)) });
    }
  });

  Deno.test(`${name}() is finite, and so is its gradient, at margins of ±10,000`, async () => {
    const policy = logps({ chosen: [1e4, -1e4], rejected: [0, 0] });
    const reference = logps({ chosen: [0, 0], rejected: [0, 0] });
    const all = [loss(policy, reference), ...gradients(loss, policy, reference)];
    for (const numbers of await Promise.all(all.map(take))) ok(numbers.every(Number.isFinite));
  });

  Deno.test(`${name}() gives one number per pair, each of its own pair alone`, async () => {
    const [policy, reference] = [logps(known.policy), logps(known.reference)];
    const together = await take(loss(policy, reference));
    for (let i = 0; i < together.length; i++) {
      const one = ({ chosen, rejected }: Sides) =>
        logps({ chosen: [chosen[i]!], rejected: [rejected[i]!] });
      const alone = await take(loss(one(known.policy), one(known.reference)));
      // Vectorised kernels round a lone number differently.
      assertClose(alone, [together[i]!], 1e-6, { scale: Math.max(1, Math.abs(together[i]!)) });
    }
  });

  Deno.test(`${name}() depends on the policy relative to the reference alone`, async () => {
    const shift = (x: number[]) => x.map((v) => v + 8);
    const moved = (s: Sides) => logps({ ...s, chosen: shift(s.chosen) });
    deepEqual(
      await take(loss(moved(known.policy), moved(known.reference))),
      await take(loss(logps(known.policy), logps(known.reference))),
    );
  });

  Deno.test(`${name}() leaks nothing but what it returns`, async () => {
    const [policy, reference] = [logps(known.policy), logps(known.reference)];
    await noLeaks(() => loss(policy, reference).dispose());
  });
}

Deno.test("the losses and gradients at a margin of 2, by hand", async (t) => {
  const policy = logps({ chosen: [-3], rejected: [-6] });
  const reference = logps({ chosen: [-4], rejected: [-5] }); // h = 2
  const s = 1 / (1 + Math.exp(-1)); // σ(β h) at β = ½
  const table: Record<string, [PreferenceLoss, number, number]> = {
    dpo: [dpo({ beta: 0.5 }), -Math.log(s), -0.5 * (1 - s)],
    cdpo: [
      cdpo({ beta: 0.5, epsilon: 0.2 }),
      -0.8 * Math.log(s) - 0.2 * Math.log(1 - s),
      0.5 * (s - 0.8),
    ],
    ipo: [ipo({ tau: 0.5 }), 1, 2],
    hinge: [hinge({ beta: 0.25 }), 0.5, -0.25],
    "hinge beyond its end": [hinge({ beta: 1 }), 0, 0],
  };
  for (const [name, [loss, value, slope]] of Object.entries(table)) {
    await t.step(name, async () => {
      assertClose(await take(loss(policy, reference)), [value], 1e-6);
      const [dChosen, dRejected] = gradients(loss, policy, reference);
      assertClose(await take(dChosen!), [slope], 1e-6);
      assertClose(await take(dRejected!), [-slope], 1e-6);
    });
  }
});

Deno.test("dpo() returns log 2 when the policy has not moved", async () => {
  const policy = logps(known.policy);
  const losses = await take(dpo({ beta: 0.3 })(policy, policy));
  assertClose(losses, losses.map(() => Math.LN2), 1e-6);
});

Deno.test("cdpo() rests at σ(βh) = 1 − ε", async () => {
  const rest = Math.log(0.9 / 0.1) / 0.1;
  const policy = logps({ chosen: [rest], rejected: [0] });
  const [slope] = gradients(cdpo(), policy, logps({ chosen: [0], rejected: [0] }));
  assertClose(await take(slope!), [0], 1e-7);
});

Deno.test("ipo() averaged over tokens divides each answer by its length", async () => {
  const policy = logps({ chosen: [-2], rejected: [-9], chosenLengths: [2], rejectedLengths: [3] });
  const reference = logps({ chosen: [-4], rejected: [-3] });
  // h = (−2 + 4)/2 − (−9 + 3)/3 = 3, against a target of 1
  assertClose(await take(ipo({ tau: 0.5, average: "mean" })(policy, reference)), [4], 1e-5);
});

Deno.test("losses refuse options out of range in one line", () => {
  throws(() => dpo({ beta: 0 }), /Cannot compute DPO as beta must be > 0: current value is 0/);
  throws(() => dpo({ beta: NaN }), RangeError);
  throws(() => cdpo({ epsilon: 0.5 }), /epsilon must be in \[0, 0.5\)/);
  throws(() => ipo({ tau: -1 }), /tau must be > 0/);
  throws(() => hinge({ beta: -1 }), /beta must be > 0/);
});

Deno.test("preferred() counts a tie as one half", async () => {
  const x = tf.tensor1d([1, 2, 3]);
  const y = tf.tensor1d([1, 1, 4]);
  deepEqual(await take(preferred(x, y)), new Float32Array([0.5, 1, 0]));
});

Deno.test("rewardMetrics() are TRL's, by hand", async () => {
  const metrics = rewardMetrics(
    logps({ chosen: [-1, -2], rejected: [-3, -1] }),
    logps({ chosen: [-2, -2], rejected: [-2, -2] }),
    0.5,
  );
  const values = await Promise.all(Object.values(metrics).map(take));
  deepEqual(
    Object.fromEntries(Object.keys(metrics).map((name, i) => [name, values[i]![0]])),
    {
      "rewards/chosen": 0.25,
      "rewards/rejected": 0,
      "rewards/accuracies": 0.5,
      "rewards/margins": 0.25,
      "logps/chosen": -1.5,
      "logps/rejected": -2,
    },
  );
});
