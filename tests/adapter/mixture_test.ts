import { deepEqual } from "node:assert/strict";
import { loraMixture } from "../../lib/adapter/mod.ts";
import { mergeAdapter } from "../../lib/adapter/mod.ts";
import { type Tensor, tf } from "../../lib/base/mod.ts";
import { assertClose, noLeaks } from "../_support.ts";
import { assertFiniteDifferences, noise } from "../model/_gradients.ts";
import { fixtureModel, scoresOf } from "../model/_models.ts";
import { fixtureAdapter } from "./_adapters.ts";

const model = await fixtureModel("gpt2-a");
const ids = [[3, 1, 4, 1, 5], [9, 2, 6, 5, 3]];
const fast = await fixtureAdapter("fast", model.config);
const ranked = await fixtureAdapter("all-rs", model.config); // other targets, rank and scaling

Deno.test("loraMixture() is the model with Σ λ_i ΔW_i folded in, also of modules that differ in all", async () => {
  const weights = [0.7, -0.4];
  const merged = weights.reduce(
    (model, weight, i) => {
      const { config, weights } = [fast, ranked][i]!;
      const scaled = { ...config, alpha: config.alpha * weight };
      return mergeAdapter(model, { config: scaled, weights });
    },
    model,
  );
  const mixed = await scoresOf(model, ids, loraMixture([fast, ranked], tf.tensor1d(weights)));
  assertClose(mixed, await scoresOf(merged, ids), 1e-5, { scale: 10 });
});

Deno.test("loraMixture() of no weight is the base", async () => {
  const mixed = await scoresOf(model, ids, loraMixture([fast, ranked], tf.zeros([2])));
  assertClose(mixed, await scoresOf(model, ids), 1e-6, { scale: 10 });
});

const config = { rank: 2, alpha: 3, targets: ["map"], rankStabilised: false };
const small = [1, 2].map((seed) => ({
  config,
  weights: { "map.lora_A": noise(seed, [2, 4]), "map.lora_B": noise(seed + 2, [3, 2]) },
}));
const [weight, bias] = [noise(5, [4, 3]), noise(6, [3])];

Deno.test("loraMixture() has the gradient in x and in the weights that small steps show", async () => {
  const mapped = (x?: Tensor, weights?: Tensor) =>
    loraMixture(small, weights!)("map", x!, weight, bias);
  await assertFiniteDifferences(mapped, [noise(7, [2, 3, 4]), noise(8, [2])]);
});

Deno.test("loraMixture() leaves maps alone that no module adapts, and no tensor behind", async () => {
  const weights = tf.ones([2]);
  await noLeaks(() => {
    tf.tidy(() => void loraMixture(small, weights)("map", noise(7, [1, 3, 4]), weight, bias));
  });
  const x = noise(9, [1, 3, 4]);
  const other = loraMixture(small, weights)("other", x, weight, bias);
  deepEqual(
    await other.data(),
    await loraMixture([], tf.zeros([0]))("map", x, weight, bias).data(),
  );
});
