import { deepEqual, throws } from "node:assert/strict";
import { initAdapter, loraBank, loraScale, mergeAdapter } from "../../lib/adapter/mod.ts";
import { key, mapTree, type Tensors, tf } from "../../lib/base/mod.ts";
import { isSyncStep, syncReference } from "../../lib/train/mod.ts";
import { scorePairs } from "../../lib/evaluate/mod.ts";
import { assertClose, noLeaks, take } from "../_support.ts";
import { LORA, tinyModel, tinyPairs } from "./_worlds.ts";

const reference = { fast: { A: tf.tensor1d([0, 10]) }, B: tf.tensor2d([[1], [-1]]) };
const policy = { fast: { A: tf.tensor1d([5, 20]) }, B: tf.tensor2d([[2], [4]]) };

Deno.test("syncReference() gives .6 policy + .4 reference, weight by weight", () =>
  noLeaks(async () => {
    const synced = syncReference(reference, policy);
    assertClose(await take(synced.fast.A), [3, 16], 1e-6);
    assertClose(await take(synced.B), [1.6, 2], 1e-6);
  }));

Deno.test("mix 0 leaves the reference as it is, mix 1 takes the policy: both copies", () =>
  noLeaks(async () => {
    for (const [mix, like] of [[0, reference], [1, policy]] as const) {
      const synced = syncReference(reference, policy, { mix });
      deepEqual(await take(synced.fast.A), await like.fast.A.data());
      deepEqual(await take(synced.B), await like.B.data());
    }
  }));

Deno.test("after n syncs with a policy that stands still, the old reference has the share (1 − mix)ⁿ", async () => {
  let now = reference;
  for (let n = 1; n <= 3; n++) {
    now = syncReference(now, policy);
    assertClose(await now.fast.A.data(), [5 - 5 * 0.4 ** n, 20 - 10 * 0.4 ** n], 1e-5);
  }
});

Deno.test("syncReference() of merged models is the reference between base and policy", async () => {
  const model = tinyModel();
  const { weights: fresh } = initAdapter(model.config, LORA, key(3));
  const weights = mapTree((factor) => tf.add(factor, 0.1), fresh) as Tensors;
  const merged = mergeAdapter(model, { config: LORA, weights });
  const synced = { ...model, weights: syncReference(model.weights, merged.weights) };
  // W + 0.6 s (B A)ᵀ is the same module at 0.6 of its scale.
  const linear = loraBank([weights], 0.6 * loraScale(LORA));
  const pairs = tinyPairs(6);
  const [a, b] = [await scorePairs(synced, pairs), await scorePairs(model, pairs, { linear })];
  assertClose(a.chosen, b.chosen, 1e-4);
  assertClose(a.rejected, b.rejected, 1e-4);
});

Deno.test("isSyncStep() is true every 512 steps, and never before the first", () => {
  deepEqual([0, 1, 511, 512, 513, 1024].filter((step) => isSyncStep(step)), [512, 1024]);
  deepEqual([0, 1, 2, 3, 4, 5, 6].filter((step) => isSyncStep(step, 3)), [3, 6]);
  for (const every of [0, -1, 1.5, NaN]) {
    throws(() => isSyncStep(3, every), /every must be a whole number ≥ 1: current value is /);
  }
});

Deno.test("syncReference() refuses other shapes, which tfjs would stretch, and shares outside [0, 1]", () => {
  const refused = (given: Tensors, message: RegExp, mix = 0.6) =>
    throws(() => syncReference({ w: tf.ones([2]) } as Tensors, given, { mix }), {
      name: "RangeError",
      message,
    });
  refused({ w: tf.ones([1]) }, /"w" must have one shape in both: it is \[2\] .* and \[1\]/);
  refused({}, /it is \[2\] in the reference and missing in the policy/);
  refused({ w: tf.ones([2]), x: tf.ones([1]) }, /"x" .* missing in the reference and \[1\]/);
  refused({ w: tf.ones([2]) }, /mix must be in \[0, 1\]: current value is 1.1/, 1.1);
  refused({ w: tf.ones([2]) }, /current value is NaN/, NaN);
});
