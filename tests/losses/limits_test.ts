import { deepEqual, ok } from "node:assert/strict";
import { type PreferenceLoss, tf } from "../../lib/base/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import * as losses from "../../lib/losses/mod.ts";
import { assertClose, engine, fixture, take } from "../_support.ts";
import { given, gradients, known, type Sides } from "./_family.ts";

void engine;

const dpo = losses.dpo({ beta: 0.1 });

/** Losses that are DPO at the end of their range. */
const LIMITS: Record<string, PreferenceLoss> = {
  "sdpo() of one rejected answer": losses.sdpo({ beta: 0.1 }),
  "odpo() with α = 0": losses.odpo({ alpha: 0 }),
  "cdpo() with ε = 0": losses.cdpo({ epsilon: 0 }),
  "robustDpo() with ε = 0": losses.robustDpo({ epsilon: 0 }),
  "rpo() with α = 0": losses.rpo({ alpha: 0 }),
  "dpop() with λ = 0": losses.dpop({ lambda: 0 }),
  "rdpo() with α = 0": losses.rdpo({ alpha: 0 }),
};

for (const [name, loss] of Object.entries(LIMITS)) {
  Deno.test(`${name} is dpo(), value and slopes`, async () => {
    const batch = given(known);
    const { policy, reference, facts } = batch;
    assertClose(await take(loss(policy, reference, facts)), await take(dpo(policy, reference)), 0);
    const [found, expected] = [gradients(loss, batch), gradients(dpo, batch)];
    for (const i of [0, 1]) assertClose(await take(found[i]!), await take(expected[i]!), 1e-8);
  });
}

/** Losses as they were dumped by dump.py. */
const OLDER: Record<string, PreferenceLoss> = {
  dpo,
  cdpo: losses.cdpo({ beta: 0.1, epsilon: 0.1 }),
  ipo: losses.ipo({ tau: 0.1 }),
  hinge: losses.hinge({ beta: 0.1 }),
};
type Older =
  & Record<"policy" | "reference", Sides>
  & Record<string, { losses: number[]; gradients: Sides }>;
const older = await fixture<Older>("losses.json");

for (const [name, loss] of Object.entries(OLDER)) {
  Deno.test(`${name}() gives PyTorch's losses and gradients`, async () => {
    const { losses: expected, gradients: slopes } = older[name]!;
    const [policy, reference] = [logps(older.policy), logps(older.reference)];
    const found = await take(loss(policy, reference));
    const close = (actual: ArrayLike<number>, numbers: number[]) =>
      numbers.forEach((x, i) =>
        assertClose([actual[i]!], [x], 1e-5, { scale: Math.max(1, Math.abs(x)) })
      );
    close(found, expected);
    const [chosen, rejected] = gradients(loss, { policy, reference, facts: {} });
    close(await take(chosen), slopes.chosen);
    close(await take(rejected), slopes.rejected);
  });
}

Deno.test("dpo() returns log 2 when the policy has not moved", async () => {
  const { policy } = given(known);
  const found = await take(losses.dpo({ beta: 0.3 })(policy, policy));
  assertClose(found, found.map(() => Math.LN2), 1e-6);
});

Deno.test("cdpo() rests at σ(βh) = 1 − ε", async () => {
  const policy = logps({ chosen: [Math.log(0.9 / 0.1) / 0.1], rejected: [0] });
  const reference = logps({ chosen: [0], rejected: [0] });
  const [slope] = gradients(losses.cdpo(), { policy, reference, facts: {} });
  assertClose(await take(slope), [0], 1e-7);
});

Deno.test("mallowsPhi() passes 0 without a jump, at log 2 and with a slope", async () => {
  const h = [-1e-3, 0, 1e-3];
  const batch = mallows(h, 0.5);
  const values = await take(phi(batch.policy, batch.reference));
  const [slopes] = gradients(phi, batch);
  // g'(0)/g(0) = 1.5 · 2 (f'(½) − f'(−½)) at φ = ½
  const df = (x: number) => 1 / (1 - 2 ** -x) - x * 2 ** -x * Math.LN2 / (1 - 2 ** -x) ** 2;
  const slope = -3 * (df(0.5) - df(-0.5));
  assertClose(values, h.map((x) => Math.LN2 + slope * x), 1e-6);
  assertClose(await take(slopes), h.map(() => slope), 3e-4);
});

Deno.test("mallowsPhi() has the law of whole gaps of ranks, and the other way round beneath 0", async () => {
  const law = (s: number, q: number) => (s + 1) / (1 - q ** (s + 1)) - s / (1 - q ** s);
  for (const q of [0.05, 0.5, 0.9]) {
    const batch = mallows([1, 2, 3, 7, -1, -2, -3, -7], q);
    const won = [1, 2, 3, 7].map((s) => law(s, q));
    assertClose(
      (await take(phi(batch.policy, batch.reference))).map((x) => Math.exp(-x)),
      [...won, ...won.map((g) => 1 - g)],
      2e-6,
    );
  }
});

Deno.test("mallowsPhi() rises steadily with h, from answers that are sure to answers that are not", async () => {
  const h = Array.from({ length: 81 }, (_, i) => (i - 40) / 8);
  for (const q of [1e-6, 0.1, 0.5, 0.95, 1]) {
    const batch = mallows(h, q);
    const values = await take(phi(batch.policy, batch.reference));
    const [slopes] = gradients(phi, batch);
    ok(values.every((x) => x >= 0 && Number.isFinite(x))); // on wasm, log1p of very little is 0
    ok((await take(slopes)).every((x) => x < 0));
    // g(h) + g(−h) = 1
    values.forEach((x, i) => assertClose([Math.exp(-x) + Math.exp(-values[80 - i]!)], [1], 3e-6));
  }
});

const phi = losses.mallowsPhi({ beta: 1, phi: 1 });

/** A batch of these margins, of which the dispersion φ(x) is `q`. */
function mallows(h: number[], q: number) {
  const zeros = h.map(() => 0);
  const entropies = tf.fill([h.length], q) as tf.Tensor1D;
  return {
    policy: logps({ chosen: h, rejected: zeros }),
    reference: {
      ...logps({ chosen: zeros, rejected: zeros }),
      chosenEntropies: entropies,
      rejectedEntropies: entropies,
    },
    facts: {},
  };
}

Deno.test("aot() sets each margin against the reference's of its rank, ties in order", async () => {
  // Margins 5, 1, 1 against the reference's 0, 7, 3: ranks 3, 1, 2.
  const policy = logps({ chosen: [5, 1, 1], rejected: [0, 0, 0] });
  const reference = logps({ chosen: [0, 7, 3], rejected: [0, 0, 0] });
  const nls = (z: number) => Math.log(1 + Math.exp(-z));
  assertClose(
    await take(losses.aot({ beta: 1 })(policy, reference)),
    [nls(5 - 7), nls(1 - 0), nls(1 - 3)],
    1e-6,
  );
  // Rejected answers' slopes go to those that stand at the ranks of the chosen ones.
  const batch = {
    policy: { ...policy, rejected: reference.chosen },
    reference: zeros(3),
    facts: {},
  };
  const [, slopes] = gradients(losses.aotUnpaired({ beta: 1 }), batch);
  const s = (z: number) => 1 / (1 + Math.exp(z));
  assertClose(await take(slopes), [s(1 - 0), s(5 - 7), s(1 - 3)], 1e-6);
});

function zeros(pairs: number) {
  const x = Array(pairs).fill(0);
  return logps({ chosen: x, rejected: x });
}

Deno.test("a loss that is summed keeps its needs", () => {
  const { sum, odpo, mallowsPhi, aot, simpo, nll } = losses;
  const needs = (loss: PreferenceLoss) => losses.needsOf(loss);
  const none = {
    needsEntropies: false,
    needsScores: false,
    needsMismatched: false,
    coupled: false,
  };
  deepEqual(needs(sum([simpo(), nll()])), { ...none, needsReference: false });
  deepEqual(needs(sum([simpo(), aot()])), { ...none, needsReference: true, coupled: true });
  deepEqual(needs(sum([odpo(), mallowsPhi()])), {
    needsReference: true,
    needsEntropies: true,
    needsScores: { ties: false, positive: false },
    needsMismatched: false,
    coupled: false,
  });
  const scores = (...offsets: losses.Offset[]) =>
    needs(sum(offsets.map((offset) => odpo({ offset })))).needsScores;
  deepEqual(scores(losses.scoreGap), { ties: true, positive: false });
  deepEqual(scores(losses.scoreGap, losses.scoreRatio), { ties: true, positive: true });
  deepEqual(scores(losses.logGap, losses.scoreRatio), { ties: false, positive: true });
});
