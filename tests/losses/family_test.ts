import { deepEqual, equal, ok } from "node:assert/strict";
import { type PreferenceLoss, tf } from "../../lib/base/mod.ts";
import { anchorOfBatch, kto, mallowsPhi } from "../../lib/losses/mod.ts";
import { assertClose, engine, maxNorm, noLeaks, take } from "../_support.ts";
import { against, FAMILY, given, gradients, known, type Numbers, picked } from "./_family.ts";

void engine;

/** Losses that see the policy relative to the reference alone, and nothing else of it. */
const UNANCHORED = new Set(["simpo", "cpo", "orpo", "rpo"]);
/** The pairs of the fixture with moderate margins, whose losses finite differences resolve. */
const MODERATE = picked(known, (x) => x.slice(0, 5), (x) => x.slice(0, 5));
/** Losses in a form that float32 can tell the slopes of. */
const DIFFERENTIABLE: Record<string, PreferenceLoss> = {
  kto: kto({ anchor: () => ({ chosen: tf.scalar(1), rejected: tf.scalar(2) }) }), // z is a constant by design
  "mallows-phi": mallowsPhi({ beta: 0.5 }), // slopes of some size
};

for (const [name, loss] of Object.entries(FAMILY)) {
  Deno.test(`${name} is finite, and so are its gradient and rewards, at ±10,000`, async () => {
    const far = { chosen: [1e4, -1e4, 0, 0, -1e4], rejected: [0, 0, -1e4, 1e4, -1e4] };
    const batch = given(against(far));
    const { chosen, rejected } = loss.rewards(batch.policy, batch.reference);
    const values = loss(batch.policy, batch.reference, batch.facts);
    for (const numbers of [values, ...gradients(loss, batch), chosen, rejected]) {
      ok((await take(numbers)).every(Number.isFinite));
    }
  });

  Deno.test(`${name} has the slopes that finite differences find`, async () => {
    const smooth = DIFFERENTIABLE[name] ?? loss;
    const batch = given(MODERATE);
    const slopes = await Promise.all(gradients(smooth, batch).map(take));
    for (const [i, side] of (["chosen", "rejected"] as const).entries()) {
      const expected = await differences(smooth, MODERATE, side);
      assertClose(slopes[i]!, expected, 1e-4, { what: side, scale: maxNorm(expected) });
    }
  });

  Deno.test(`${name} gives one number per pair, ${loss.coupled ? "coupled" : "of its own pair alone"}`, async () => {
    const { policy, reference, facts } = given(known);
    const together = await take(loss(policy, reference, facts));
    equal(together.length, known.policy.chosen.length);
    if (loss.coupled) return;
    for (let i = 0; i < together.length; i++) {
      const one = given(picked(known, (x) => [x[i]!], (x) => [x[i]!]));
      const alone = await take(loss(one.policy, one.reference, one.facts));
      // Vectorised kernels round a lone number differently.
      assertClose(alone, [together[i]!], 1e-6, { scale: Math.max(1, Math.abs(together[i]!)) });
    }
  });

  if (!UNANCHORED.has(name)) {
    Deno.test(`${name} depends on the policy relative to the reference alone`, async () => {
      const shift = (x: number[]) => x.map((v) => v + 8);
      const { policy, reference, facts } = given(known);
      const moved = given({
        ...known,
        policy: { ...known.policy, chosen: shift(known.policy.chosen) },
        reference: { ...known.reference, chosen: shift(known.reference.chosen) },
      });
      const before = await take(loss(policy, reference, facts));
      const after = await take(loss(moved.policy, moved.reference, facts));
      // Averaged over tokens, log-probabilities are no longer exact in float32.
      before.forEach((x, i) =>
        assertClose([after[i]!], [x], 2e-6, { scale: Math.max(1, Math.abs(x)) })
      );
    });
  }

  if (loss.needsReference === false) {
    Deno.test(`${name} and its rewards do not see the reference`, async () => {
      const { policy, reference, facts } = given(known);
      deepEqual(
        await take(loss(policy, reference, facts)),
        await take(loss(policy, policy, facts)),
      );
      const [one, other] = [reference, policy].map((seen) => loss.rewards(policy, seen));
      deepEqual(await take(one!.chosen), await take(other!.chosen));
      deepEqual(await take(one!.rejected), await take(other!.rejected));
    });
  }

  Deno.test(`${name} ${name === "discopop" ? "rises" : "falls"} at first as the chosen answer gains`, async () => {
    const start = given({ ...known, policy: known.reference });
    const [chosen, rejected] = await Promise.all(gradients(loss, start).map(take));
    const [up, down] = [chosen!, rejected!].map((x) => x.reduce((sum, slope) => sum + slope, 0));
    ok(Math.sign(up! - down!) === (name === "discopop" ? 1 : -1), `${up} and ${down}`);
  });

  Deno.test(`${name} leaks nothing but what it returns`, async () => {
    const { policy, reference, facts } = given(known);
    await noLeaks(() => loss(policy, reference, facts).dispose());
  });
}

Deno.test("kto's reference point is cut off at 0 and a constant to the gradient", async () => {
  // r of chosen answers −1 and −3, of rejected ones 2 and 4: z is 3 for chosen answers, 0 for rejected ones.
  const batch = given(against({ chosen: [-1, -3], rejected: [2, 4] }));
  const s = (x: number) => 1 / (1 + Math.exp(-x));
  assertClose(
    await take(kto({ beta: 0.5 })(batch.policy, batch.reference)),
    [(s(2) + s(1)) / 2, (s(3) + s(2)) / 2],
    1e-6,
  );
  const [chosen, rejected] = gradients(kto({ beta: 0.5 }), batch);
  const slope = (x: number) => s(x) * (1 - s(x)) / 4;
  assertClose(await take(chosen!), [-slope(2), -slope(3)], 1e-6);
  assertClose(await take(rejected!), [slope(1), slope(2)], 1e-6);
  // The other way round, z is 2 for rejected answers.
  const ahead = given(against({ chosen: [3, 1], rejected: [-2, -4] }));
  const [won, lost] = gradients(kto({ beta: 0.5 }), ahead);
  assertClose(await take(won), [-slope(1.5), -slope(0.5)], 1e-6);
  assertClose(await take(lost), [slope(2), slope(3)], 1e-6);
  // One z for all: the mean ½ of −1, −3, 2 and 4.
  assertClose(
    await take(kto({ beta: 0.5, anchor: anchorOfBatch })(batch.policy, batch.reference)),
    [(s(0.75) + s(0.75)) / 2, (s(1.75) + s(1.75)) / 2],
    1e-6,
  );
});

/** Slopes of the summed loss by central differences of fourth order. */
async function differences(
  loss: typeof FAMILY[string],
  numbers: Numbers,
  side: "chosen" | "rejected",
): Promise<number[]> {
  const step = 1 / 8;
  const total = async (i: number, by: number) => {
    const moved = numbers.policy[side].map((x, j) => j === i ? x + by : x);
    const batch = given({ ...numbers, policy: { ...numbers.policy, [side]: moved } });
    const losses = await take(loss(batch.policy, batch.reference, batch.facts));
    return losses.reduce((sum, x) => sum + x, 0);
  };
  return await Promise.all(numbers.policy[side].map(async (_, i) => {
    const [a, b, c, d] = await Promise.all([-2, -1, 1, 2].map((n) => total(i, n * step)));
    return (a! - 8 * b! + 8 * c! - d!) / (12 * step);
  }));
}
