import { equal, ok } from "node:assert/strict";
import {
  type Objective,
  type PairLogps,
  type PreferenceLoss,
  type Tensors,
  type TensorTree,
  tf,
  type Vector,
} from "../../lib/base/mod.ts";
import { chaseLosses, fastSlow, gap, initRoles } from "../../lib/chase/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import {
  anchorOfMismatched,
  cpo,
  dpo,
  kto,
  mallowsPhi,
  needsOf,
  odpo,
  simpo,
} from "../../lib/losses/mod.ts";
import { assertSameBothWays } from "../_both_ways.ts";
import { assertClose, engine, maxNorm, noLeaks, take } from "../_support.ts";
import { against, FAMILY, given, known } from "../losses/_family.ts";

const ALPHA = 0.5;
/** One pair or several under F, under S and under the reference. */
const worlds = { one: known, three: known.negatives };

function modules(world: typeof known | typeof known.negatives) {
  const { policy: F, reference, facts } = given(world);
  const { policy: S } = given({
    ...world,
    policy: {
      chosen: world.policy.chosen.map((x, i) => x - (i % 5) * 2),
      rejected: world.policy.rejected.map((x, i) => x - (i % 3) * 4),
    },
  });
  return { F, S, reference, facts };
}

/** r(y_w) − r(y_l), of several rejected answers the mean, from numbers. */
async function marginsOf(loss: PreferenceLoss, policy: PairLogps, reference: PairLogps) {
  const { chosen, rejected } = loss.rewards(policy, reference);
  const [won, lost] = [await take(chosen), await take(rejected)];
  const negatives = lost.length / won.length;
  return [...won].map((x, i) =>
    x - Array.from({ length: negatives }, (_, k) => lost[k * won.length + i]!)
      .reduce((sum, y) => sum + y / negatives, 0)
  );
}

const nls = (z: number) => z > 0 ? Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)) - z;

for (const [name, base] of Object.entries(FAMILY)) {
  Deno.test(`the chase over ${name} adds α times −log σ of the lead in its rewards`, async () => {
    for (const world of Object.values(worlds)) {
      const { F, S, reference, facts } = modules(world);
      const found = chaseLosses(base, { alpha: ALPHA, bound: -2 })(F, S, reference, facts);
      const [f, s] = await Promise.all([F, S].map((m) => marginsOf(base, m, reference)));
      const leads = f!.map((x, i) => x - s![i]!);
      const fast = await take(base(F, reference, facts));
      const slow = await take(base(S, reference, facts));
      const scale = Math.max(1, maxNorm([...fast, ...slow]), maxNorm([...f!, ...s!]));
      assertClose(await take(found.fast), leads.map((z, i) => fast[i]! + ALPHA * nls(z)), 1e-5, {
        scale,
      });
      assertClose(
        await take(found.slow),
        leads.map((z, i) => slow[i]! - ALPHA * nls(Math.max(z, -2))),
        1e-5,
        { scale },
      );
      await noLeaks(() => {
        tf.dispose({ ...chaseLosses(base)(F, S, reference, facts) });
      });
    }
  });

  Deno.test(`the chase over ${name} detaches the other module, and is finite far away`, async () => {
    const far = { chosen: [1e4, -1e4, 0], rejected: [0, 0, -1e4] };
    const near = { chosen: [0, 0, 1], rejected: [0, 1e4, 0] };
    const [{ policy: F, reference, facts }, { policy: S }] = [
      given(against(far)),
      given(against(near)),
    ];
    const losses = chaseLosses(base, { alpha: ALPHA });
    const total = (which: "fast" | "slow") => (f: Vector, s: Vector) =>
      tf.sum(
        losses({ ...F, chosen: f }, { ...S, chosen: s }, reference, facts)[which],
      ) as tf.Scalar;
    for (const [which, other] of [["fast", 1], ["slow", 0]] as const) {
      const run = tf.grads((f, s) => total(which)(f as Vector, s as Vector));
      const slopes = await Promise.all(run([F.chosen, S.chosen]).map(take));
      ok(slopes[other]!.every((x) => x === 0));
      ok(slopes[1 - other]!.every(Number.isFinite));
    }
  });
}

Deno.test("over dpo() the chase is gap(), Eq. 6", async () => {
  for (const world of Object.values(worlds)) {
    const { F, S, reference } = modules(world);
    const base = dpo({ beta: 0.1 });
    const { fast } = chaseLosses(base, { alpha: 1 })(F, S, reference);
    const expected = tf.add(base(F, reference), gap({ beta: 0.1 })(F, S));
    assertClose(await take(fast), await take(expected), 1e-5);
  }
});

Deno.test("the chase over simpo() and cpo(), by hand", async () => {
  const lengths = { chosenLengths: [2], rejectedLengths: [4] };
  const F = logps({ chosen: [-2], rejected: [-8], ...lengths });
  const S = logps({ chosen: [-3], rejected: [-6], ...lengths });
  // SimPO at β = 2: rewards −2 against −4, and −3 against −3: a lead of 2.
  const { fast } = chaseLosses(simpo({ beta: 2, gamma: 1 }), { alpha: 3 })(F, S, F);
  assertClose(await take(fast), [nls(2 - 1) + 3 * nls(2)], 1e-6);
  // With a β of its own, half of it: a lead of 1.
  const { slow } = chaseLosses(simpo({ beta: 2, gamma: 1 }), { alpha: 3, beta: 1 })(F, S, F);
  assertClose(await take(slow), [nls(-1) - 3 * nls(1)], 1e-6);
  // CPO at β = 1 without its supervised term: margins 6 and 3.
  const plain = chaseLosses(cpo({ beta: 1, alpha: 0 }), { alpha: 1 })(F, S, F);
  assertClose(await take(plain.fast), [nls(6) + nls(3)], 1e-6);
});

Deno.test("gap() of several rejected answers takes their mean", async () => {
  const own = logps({ chosen: [0], rejected: [-1, -3], rejectedLengths: [1, 1] });
  const rival = logps({ chosen: [0], rejected: [0, 0], rejectedLengths: [1, 1] });
  assertClose(await take(gap({ beta: 1 })(own, rival)), [nls(2)], 1e-6);
});

Deno.test("fastSlow() needs what its base loss needs", () => {
  const mismatching = kto({ anchor: anchorOfMismatched });
  for (const base of [dpo(), simpo(), odpo(), mallowsPhi(), FAMILY.aot!, mismatching]) {
    const objective = fastSlow({ base });
    for (const [need, value] of Object.entries(needsOf(base))) {
      equal(objective[need as keyof Objective], value, need);
    }
  }
});

Deno.test("fastSlow() over simpo() draws the line at α/2 times the slope of its rewards", async () => {
  const lengths = { chosenLengths: [4], rejectedLengths: [2] };
  const module = () => logps({ chosen: [-4], rejected: [-8], ...lengths });
  const objective = fastSlow({ base: simpo({ beta: 2 }), alpha: 0.5 });
  const { metrics } = objective.observe([module(), module()], module(), initRoles());
  const value = async (name: string) => (await metrics[name]!.data())[0]!;
  assertClose([await value("chase/floor")], [0.5 * 2 / 4 / 2], 1e-7);
  ok(await value("chase/slope_F") > await value("chase/floor"));
  equal(await value("chase/gap"), 0);
  assertClose([await value("rewards/chosen")], [-2], 1e-6);
});

Deno.test({
  name: "a recorded chase gives what an eager one does, over losses of all kinds",
  ignore: engine.name !== "tensorflow",
  fn: async () => {
    const { F, S, reference, facts } = modules(known);
    const step = (state: TensorTree, { chosen }: Tensors) => {
      const fast = { ...F, chosen: chosen as Vector };
      const all = ["odpo", "mallows-phi", "simpo", "kto", "aot"].flatMap((name) => {
        const objective = fastSlow({ base: FAMILY[name]!, name });
        const { metrics } = objective.observe([fast, S], reference, initRoles(), facts);
        const total = objective.loss([fast, S], reference, initRoles(), facts);
        return Object.entries({ ...metrics, total }).map(([what, x]) => [`${what} of ${name}`, x]);
      });
      return [state, Object.fromEntries(all) as Tensors] as const;
    };
    await assertSameBothWays(step, { steps: tf.scalar(0) }, [{ chosen: F.chosen }]);
  },
});
