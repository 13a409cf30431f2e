import { deepEqual, ok, throws } from "node:assert/strict";
import { flatten, type Scalar, type Tensor, type TensorTree, tf } from "../../lib/base/mod.ts";
import {
  adamw,
  applyUpdates,
  chain,
  clipByNorm,
  globalNorm,
  type Optimiser,
  rmsprop,
  scale,
  sgd,
  warmupCosine,
} from "../../lib/optim/mod.ts";
import { assertClose, engine, fixture, flat, maxNorm, noLeaks } from "../_support.ts";

void engine;

type Values = Record<"w" | "b", unknown>;
interface Fixture {
  readonly initial: Values;
  readonly gradients: readonly Values[];
  readonly runs: Record<string, { readonly steps: readonly Values[] }>;
  readonly warmup_cosine: { warmup: number; total: number; multipliers: number[] };
}
const { initial, gradients, runs, warmup_cosine } = await fixture<Fixture>("optim.json");

const OPTIMISERS: Record<string, Optimiser> = {
  adamw: adamw({ rate: 1e-2, weightDecay: 0.1 }),
  adam: adamw({ rate: 1e-2 }),
  sgd: sgd({ rate: 0.05 }),
  momentum: sgd({ rate: 0.05, momentum: 0.9 }),
  rmsprop: rmsprop({ rate: 1e-2 }),
  clipped: chain(clipByNorm(1), sgd({ rate: 0.05 })),
};

function tree({ w, b }: Values): TensorTree {
  return { w: tf.tensor2d(w as number[][]), b: tf.tensor1d(b as number[]) };
}

Deno.test("every optimiser follows PyTorch's over 20 steps", async (t) => {
  deepEqual(Object.keys(runs).sort(), Object.keys(OPTIMISERS).sort());
  for (const [name, optimiser] of Object.entries(OPTIMISERS)) {
    await t.step(name, async () => {
      let params = tree(initial);
      let state = optimiser.init(params);
      for (const [i, expected] of runs[name]!.steps.entries()) {
        const [updates, next] = optimiser.update(tree(gradients[i]!), state, params);
        [params, state] = [applyUpdates(params, updates), next];
        for (const leaf of ["w", "b"] as const) {
          const numbers = flat(expected[leaf]);
          assertClose(await (params[leaf] as Tensor).data(), numbers, 2e-6, {
            what: `${leaf} after step ${i + 1}`,
            scale: Math.max(1, maxNorm(numbers)),
          });
        }
      }
    });
  }
});

Deno.test("every optimiser keeps the shape of its state, and leaks nothing in a tidy", async () => {
  for (const optimiser of Object.values(OPTIMISERS)) {
    await noLeaks(() =>
      tf.tidy(() => {
        const params = tree(initial);
        const state = optimiser.init(params);
        const [, next] = optimiser.update(tree(gradients[0]!), state, params);
        const shapes = (tree: TensorTree) =>
          Object.entries(flatten(tree)).map(([name, leaf]) => `${name} [${leaf.shape}]`);
        deepEqual(shapes(next), shapes(state));
      })
    );
  }
});

Deno.test("warmupCosine() has the multipliers of transformers", async () => {
  const { warmup, total, multipliers } = warmup_cosine;
  const rate = warmupCosine(1, { warmup, total }) as (count: Scalar) => Scalar;
  const rates = await Promise.all(
    multipliers.map((_, step) => rate(tf.scalar(step)).data()),
  );
  assertClose(rates.map(([x]) => x!), multipliers, 1e-6);
});

Deno.test("a schedule moves with the steps that are done", async () => {
  const optimiser = sgd({ rate: warmupCosine(1, { warmup: 2, total: 10 }) });
  const gradient = { w: tf.tensor1d([1]) };
  let state = optimiser.init(gradient);
  const taken: number[] = [];
  for (let i = 0; i < 3; i++) {
    const [updates, next] = optimiser.update(gradient, state, gradient);
    taken.push((await (updates.w as Tensor).data())[0]!);
    state = next;
  }
  assertClose(taken, [0, -0.5, -1], 1e-6);
});

Deno.test("chain() of nothing is nothing, and clipping leaves short gradients alone", async () => {
  const gradient = { w: tf.tensor1d([0.3, 0.4]) };
  for (const optimiser of [chain(), chain(scale(4), scale(0.25)), clipByNorm(0.6)]) {
    const [updates] = optimiser.update(gradient, optimiser.init(gradient), gradient);
    assertClose(await (updates.w as Tensor).data(), [0.3, 0.4], 1e-7);
  }
});

Deno.test("globalNorm() is the norm of all leaves together", async () => {
  const norm = globalNorm({ a: tf.tensor1d([3]), b: { c: tf.tensor1d([4]) } });
  assertClose(await norm.data(), [5], 1e-6);
});

Deno.test("clipByNorm() and warmupCosine() refuse what has no meaning", () => {
  throws(() => clipByNorm(0), /limit must be > 0/);
  throws(() => warmupCosine(1, { warmup: 5, total: 5 }), /total must exceed warmup/);
  ok(warmupCosine(1, { total: 1 }));
});
