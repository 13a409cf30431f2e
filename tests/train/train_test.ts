import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { type Tensor, type Tensors, tf } from "../../lib/base/mod.ts";
import { compile } from "../../lib/engine/mod.ts";
import { adamw, sgd } from "../../lib/optim/mod.ts";
import {
  DivergenceError,
  objectiveOf,
  readAdapter,
  type RunState,
  train,
  type TrainOptions,
  trainStep,
} from "../../lib/train/mod.ts";
import { partsOfStep, type StepPart } from "../../lib/train/run_step.ts";
import { planOf } from "../../lib/train/plan.ts";
import { assertClose, engine, namesIn, noLeaks } from "../_support.ts";
import { CONFIG, LORA, timeless, tinyModel, tinyPairs } from "./_worlds.ts";

void engine;
const model = tinyModel();
const pairs = tinyPairs(10);

function options(more: Partial<TrainOptions> = {}): TrainOptions {
  return {
    model,
    pairs,
    objective: objectiveOf("ofs-dpo", { chaseEvery: 3 }),
    lora: LORA,
    batchSize: 4,
    optimiser: adamw({ rate: 1e-2 }),
    ...more,
  };
}

async function lines(folder: string) {
  const text = await Deno.readTextFile(join(folder, "metrics.jsonl"));
  return text.trim().split("\n").map((line) => timeless(JSON.parse(line)));
}

Deno.test("train() lowers the loss of what it sees, by every method", async (t) => {
  for (const method of ["dpo", "cdpo", "ipo", "hinge", "ofs-dpo", "ofs-ipo", "sft"]) {
    await t.step(method, async () => {
      const { metrics } = await train(
        options({ objective: objectiveOf(method), steps: 12, batchSize: 10 }),
      );
      ok(Number(metrics.at(-1)!.loss) < Number(metrics[0]!.loss), `${method} does not learn`);
    });
  }
});

Deno.test("train() starts DPO at a loss of log 2", async () => {
  const { metrics } = await train(options({ objective: objectiveOf("dpo"), steps: 1 }));
  ok(Math.abs(Number(metrics[0]!.loss) - Math.LN2) < 1e-6);
  equal(metrics[0]!["rewards/accuracies"], 0.5);
});

Deno.test("train() gives bit-equal metrics for equal seeds, and others for another seed", async () => {
  const run = async (seed: number) =>
    (await train(options({ steps: 5, seed, shuffle: true }))).metrics.map(timeless);
  deepEqual(await run(3), await run(3));
  notDeepEqual(await run(3), await run(4));
});

Deno.test("train() resumed after n steps continues bit for bit", async () => {
  const root = await Deno.makeTempDir();
  const whole = join(root, "whole");
  const halves = join(root, "halves");
  const same = { shuffle: true, saveEvery: 2 } as const;
  await train(options({ ...same, steps: 8, out: whole }));
  await train(options({ ...same, steps: 4, out: halves }));
  await train(options({ ...same, steps: 8, out: halves, resume: true }));
  deepEqual(await lines(halves), await lines(whole));
  for (const adapter of ["adapter", "adapter-slow"]) {
    const weights = (folder: string) =>
      Deno.readFile(join(folder, adapter, "adapter_model.safetensors"));
    deepEqual(await weights(halves), await weights(whole));
  }
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() resumed in a later epoch knows the reference's values as they were computed first", async () => {
  const root = await Deno.makeTempDir();
  const [whole, halves] = [join(root, "whole"), join(root, "halves")];
  // A text that comes back: its value was computed beside others, in a row of another length.
  const pairs = tinyPairs(7);
  const same = {
    objective: objectiveOf("dpo"),
    pairs: [...pairs, ...pairs.slice(0, 4).reverse()],
    batchSize: 3,
    shuffle: true,
    saveEvery: 3,
  } as const;
  await train(options({ ...same, steps: 14, out: whole }));
  for (const steps of [3, 6, 10]) {
    await train(options({ ...same, steps, out: halves, resume: steps > 3 }));
  }
  await train(options({ ...same, steps: 14, out: halves, resume: true }));
  deepEqual(await lines(halves), await lines(whole));
  // Rounding hangs on the batch, here too little to show: what counts is that nothing was computed twice.
  const kept = (folder: string) =>
    Deno.readTextFile(join(folder, "checkpoints", "reference", "index.jsonl"));
  const texts = ([_header, ...entries]: string[]) => entries.map((line) => JSON.parse(line));
  const [once, inParts] = [await kept(whole), await kept(halves)].map((index) =>
    texts(index.trim().split("\n"))
  );
  equal(once!.length, 14); // two texts of each of the seven pairs
  deepEqual(inParts, once);
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() stopped by its signal leaves a checkpoint that goes on", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "run");
  const controller = new AbortController();
  const stopped = await train(options({
    steps: 6,
    out,
    signal: controller.signal,
    onStep: (_row, done) => done === 3 && controller.abort(),
  }));
  equal(stopped.steps, 3);
  const { steps } = await train(options({ steps: 6, out, resume: true }));
  equal(steps, 6);
  equal((await lines(out)).length, 6);
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() takes back lines that are newer than the checkpoint", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "run");
  await train(options({ steps: 3, out }));
  await Deno.writeTextFile(join(out, "metrics.jsonl"), '{"step":4}\n{"step":', { append: true });
  await train(options({ steps: 5, out, resume: true }));
  deepEqual((await lines(out)).map(({ step }) => step), [1, 2, 3, 4, 5]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() refuses a folder with a run, a missing checkpoint, and a run of other settings", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "run");
  await rejects(train(options({ out, resume: true })), /holds no run/);
  await train(options({ steps: 2, out }));
  await rejects(train(options({ steps: 2, out })), /holds one already/);
  await rejects(
    train(options({ out, resume: true, seed: 9 })),
    /other settings, model or data \(seed was \d and is 9 now\): repeat/,
  );
  await rejects(
    train(options({ out, resume: true, model: tinyModel(2) })),
    /other settings, model or data \(model differs\)/,
  );
  await rejects(
    train(options({ out, resume: true, pairs: tinyPairs(9) })),
    /other settings, model or data/,
  );
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() refuses to resume for fewer steps than were done, and changes nothing", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "run");
  await train(options({ steps: 3, out }));
  const before = await Deno.readTextFile(join(out, "run.json"));
  const tensors = tf.memory().numTensors;
  await rejects(train(options({ steps: 2, out, resume: true })), {
    name: "RangeError",
    message:
      `Cannot resume the run in ${out} as it has 3 steps already, more than the 2 asked for: give more steps`,
  });
  equal(tf.memory().numTensors, tensors);
  equal(await Deno.readTextFile(join(out, "run.json")), before);
  equal((await lines(out)).length, 3);
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() resumed before its first checkpoint begins anew", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "run");
  await train(options({ steps: 3, out }));
  const before = await lines(out);
  await Deno.remove(join(out, "checkpoints"), { recursive: true });
  await train(options({ steps: 3, out, resume: true }));
  deepEqual(await lines(out), before);
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() keeps the references of pairs apart that share a source row", async () => {
  const shared = pairs.map((pair) => ({ ...pair, row: 0 }));
  const run = async (given: typeof pairs) =>
    (await train(options({ pairs: given, steps: 6 }))).metrics.map(timeless);
  deepEqual(await run(shared), await run(pairs));
});

Deno.test("train() refuses options out of range", async () => {
  await rejects(train(options({ pairs: [] })), /there are no pairs/);
  await rejects(train(options({ batchSize: 0 })), /batchSize must be a whole number/);
  await rejects(train(options({ steps: 1.5 })), /steps must be a whole number/);
});

Deno.test("train() stops at the first number that is not finite, and keeps the last checkpoint", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "run");
  await rejects(
    train(options({ optimiser: adamw({ rate: 1e30 }), steps: 6, out, saveEvery: 1 })),
    DivergenceError,
  );
  const checkpoints = await namesIn(join(out, "checkpoints"));
  ok(checkpoints.length > 0);
  await rejects(Deno.stat(join(out, "adapter")), Deno.errors.NotFound);
  await Deno.remove(root, { recursive: true });
});

Deno.test("train() writes the module in role F as adapter/, the other as adapter-slow/", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "run");
  const { adapters, played } = await train(options({ steps: 4, out }));
  const other = played === "fast" ? "slow" : "fast";
  for (const [folder, name] of [["adapter", played], ["adapter-slow", other]] as const) {
    const read = await readAdapter(join(out, folder), CONFIG);
    for (const [factor, tensor] of Object.entries(adapters[name]!.weights)) {
      deepEqual(await read.weights[factor]!.data(), await tensor.data());
    }
  }
  await Deno.remove(root, { recursive: true });
});

Deno.test("trainStep() changes every module, and nothing of the base", async () => {
  const before = await Promise.all(Object.values(model.weights).map((w) => w.data()));
  const { adapters } = await train(options({ steps: 3 }));
  const after = await Promise.all(Object.values(model.weights).map((w) => w.data()));
  deepEqual(after, before);
  for (const { weights } of Object.values(adapters)) {
    const [B] = await Promise.all(
      Object.entries(weights).filter(([name]) => name.endsWith("lora_B")).map(([, w]) => w.data()),
    );
    ok(B!.some((x) => x !== 0));
  }
});

Deno.test("trainStep() of one module gives what a run of it alone gives, beside another one", async () => {
  // With α = 0 the fast module follows plain DPO, whatever the slow one does in the same pass.
  const alone = await train(options({ objective: objectiveOf("dpo"), steps: 5 }));
  const beside = await train(options({
    objective: objectiveOf("ofs-dpo", { alpha: 0, chaseEvery: 1000 }),
    steps: 5,
  }));
  for (const [name, factor] of Object.entries(alone.adapters.policy!.weights)) {
    const a = await factor.data();
    const b = await beside.adapters.fast!.weights[name]!.data();
    a.forEach((x, i) => ok(Math.abs(x - b[i]!) < 1e-6, name));
  }
});

Deno.test("train() starts the two modules from independent A, both with B = 0", async () => {
  const { params } = (await planOf(options())).start.state as RunState;
  const [fast, slow] = [params.fast, params.slow] as Tensors[];
  for (const [name, factor] of Object.entries(fast!)) {
    const [a, b] = [await factor.data(), await slow![name]!.data()];
    if (name.endsWith("lora_B")) ok([...a, ...b].every((x) => x === 0));
    else notDeepEqual(a, b);
  }
});

Deno.test("the slow module's step is the fast one's rate times the ratio", async () => {
  // After one step of plain descent, B of the slow module is proportional to its learning rate.
  const B = async (slowRatio: number, module: string) => {
    const { adapters } = await train(options({
      objective: objectiveOf("ofs-dpo", { slowRatio }),
      optimiser: sgd({ rate: 1 }),
      steps: 1,
    }));
    return await adapters[module]!.weights["h.0.attn.c_attn.lora_B"]!.data();
  };
  const [whole, quarter] = [await B(1, "slow"), await B(0.25, "slow")];
  ok(whole.some((x) => Math.abs(x) > 1e-6));
  assertClose(quarter, whole.map((x) => x / 4), 1e-7);
  deepEqual(await B(1, "fast"), await B(0.25, "fast"));
});

Deno.test("train() keeps the two newest checkpoints", async () => {
  const root = await Deno.makeTempDir();
  await train(options({ steps: 5, saveEvery: 1, out: root }));
  deepEqual(await namesIn(join(root, "checkpoints")), [
    "reference",
    "step-00000004.safetensors",
    "step-00000005.safetensors",
  ]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("a compiled step holds as many tensors after 100 steps as after one", async () => {
  const given = options();
  const plan = await planOf(given);
  const [{ tensors }] = await partsOfStep(given, plan, 0) as [StepPart];
  const compiled = compile(trainStep(plan), plan.start.state, tensors);
  const step = () => Object.values(compiled.run(tensors)).forEach((x: Tensor) => x.dispose());
  step();
  const before = tf.memory().numTensors;
  for (let i = 0; i < 100; i++) step();
  equal(tf.memory().numTensors, before);
  compiled.dispose();
});

Deno.test("train() leaks nothing but the adapters that it returns", async () => {
  for (const method of ["dpo", "ofs-dpo", "sft"]) {
    await noLeaks(async () => {
      const { adapters } = await train(options({ objective: objectiveOf(method), steps: 2 }));
      for (const { weights } of Object.values(adapters)) tf.dispose(weights);
    });
  }
});
