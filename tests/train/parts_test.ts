import { equal, ok, rejects } from "node:assert/strict";
import { disposeTree, flatten, tf } from "../../lib/base/mod.ts";
import { eagerly, recorded, type RunnerMaker } from "../../lib/engine/mod.ts";
import { dpo, makeLoss, preferenceObjective } from "../../lib/losses/mod.ts";
import { adamw, chain, clipByNorm } from "../../lib/optim/mod.ts";
import { objectiveOf, readScalars, train, type TrainOptions } from "../../lib/train/mod.ts";
import { planOf } from "../../lib/train/plan.ts";
import { partsOfStep } from "../../lib/train/run_step.ts";
import { runsOf } from "../../lib/train/runs.ts";
import { assertClose, engine, maxNorm, noLeaks } from "../_support.ts";
import { LORA, tinyModel, tinyPairs } from "./_worlds.ts";

const model = tinyModel();
const STEPS = 4;

function options(method: string, tokenBudget: number): TrainOptions {
  return {
    model,
    pairs: tinyPairs(12),
    objective: objectiveOf(method, { chaseEvery: 1, slowRatio: 0.9, swap: "rates" }),
    lora: LORA,
    batchSize: 6,
    steps: STEPS,
    tokenBudget,
    optimiser: chain(clipByNorm(0.1), adamw({ rate: 1e-3 })),
  };
}

/** Metrics of every step, the state at the end, and the number of passes. */
async function trail(given: TrainOptions, runner: RunnerMaker) {
  const plan = await planOf(given);
  const first = await partsOfStep(given, plan, 0);
  const runs = runsOf(plan, first, { runner });
  const metrics: Record<string, number>[] = [];
  let passes = 0;
  for (let step = 0; step < STEPS; step++) {
    const parts = await partsOfStep(given, plan, step);
    metrics.push(await readScalars(runs.step(parts)));
    passes += parts.length;
    for (const { tensors } of parts) tf.dispose(tensors);
  }
  const state = runs.read();
  const numbers = await Promise.all(
    Object.entries(flatten(state)).map(async ([path, leaf]) =>
      [path, [...await leaf.data()]] as const
    ),
  );
  runs.dispose();
  plan.references?.dispose();
  for (const { tensors } of first) tf.dispose(tensors);
  disposeTree(plan.start.state);
  disposeTree(state);
  return { metrics, state: Object.fromEntries(numbers), passes };
}

const runners = engine.name === "tensorflow" ? { eagerly, recorded: recorded() } : { eagerly };

for (const method of ["dpo", "ofs-dpo", "sft"]) {
  for (const [name, runner] of Object.entries(runners)) {
    Deno.test(`a batch in parts trains as one taken whole does: ${method}, ${name}`, () =>
      noLeaks(async () => {
        const whole = await trail(options(method, 1e6), runner);
        const parts = await trail(options(method, 40), runner);
        equal(whole.passes, STEPS);
        ok(parts.passes >= 2 * STEPS, `only ${parts.passes} passes`);
        whole.metrics.forEach((row, step) => {
          for (const [name, value] of Object.entries(row)) {
            assertClose([parts.metrics[step]![name]!], [value], 1e-5, {
              what: `${name} of step ${step}`,
              scale: Math.max(1, Math.abs(value)),
            });
          }
        });
        for (const [path, numbers] of Object.entries(whole.state)) {
          assertClose(parts.state[path]!, numbers, 1e-5, {
            what: path,
            scale: Math.max(maxNorm(numbers), 1e-6),
          });
        }
      }));
  }
}

Deno.test("train() takes a coupled loss whole, and refuses to split it", async () => {
  const coupled = preferenceObjective(
    "coupled",
    makeLoss({ beta: 0.1, coupled: true }, (policy, reference) => {
      const losses = dpo()(policy, reference);
      return tf.mul(losses, tf.mean(losses)) as tf.Tensor1D;
    }),
  );
  const { tokenBudget: _, ...given } = { ...options("dpo", 1), objective: coupled };
  const plan = await planOf({ ...given, pairs: tinyPairs(200), batchSize: 200 });
  equal(plan.passes.partsOf(tinyPairs(200)).length, 1);
  disposeTree(plan.start.state);
  plan.references?.dispose();
  await rejects(train({ ...given, tokenBudget: 40 }), {
    name: "RangeError",
    message:
      'Cannot take a batch in passes of 40 tokens as "coupled" couples the pairs of a batch: leave the token budget out',
  });
  await rejects(train(options("dpo", 1.5)), {
    name: "RangeError",
    message: "Cannot train as tokenBudget must be a whole number ≥ 1: current value is 1.5",
  });
});
