import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { disposeTree, type EncodedPair, flatten, type Objective, tf } from "../../lib/base/mod.ts";
import { eagerly, recorded, type RunnerMaker } from "../../lib/engine/mod.ts";
import { adamw } from "../../lib/optim/mod.ts";
import { batchTensors, factsOf, pairLogps } from "../../lib/logprobs/mod.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";
import {
  estimateTraining,
  objectiveOf,
  readScalars,
  train,
  type TrainOptions,
} from "../../lib/train/mod.ts";
import { planOf } from "../../lib/train/plan.ts";
import { partsOfStep } from "../../lib/train/run_step.ts";
import { runsOf } from "../../lib/train/runs.ts";
import { assertClose, engine, maxNorm, noLeaks } from "../_support.ts";
import { scoredSoftmax } from "./_learning.ts";
import { CONFIG, LORA, timeless, tinyModel, tinyNegatives, tinyPairs } from "./_worlds.ts";

const model = tinyModel();
const STEPS = 3;

function options(more: Partial<TrainOptions> = {}): TrainOptions {
  return {
    model,
    pairs: tinyNegatives(10),
    objective: scoredSoftmax(),
    lora: LORA,
    batchSize: 5,
    steps: STEPS,
    optimiser: adamw({ rate: 1e-2 }),
    ...more,
  };
}

/** Metrics of every step, and the factors at the end, of so many passes. */
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
  const numbers: number[] = [];
  for (const leaf of Object.values(flatten(state))) numbers.push(...await leaf.data());
  runs.dispose();
  plan.references?.dispose();
  for (const { tensors } of first) tf.dispose(tensors);
  disposeTree(plan.start.state);
  disposeTree(state);
  return { metrics, numbers, passes };
}

const runners = engine.name === "tensorflow" ? { eagerly, recorded: recorded() } : { eagerly };

for (const [name, runner] of Object.entries(runners)) {
  Deno.test(`a batch of three rejected answers, scores and entropies trains in parts as whole, ${name}`, () =>
    noLeaks(async () => {
      const whole = await trail(options({ tokenBudget: 1e6 }), eagerly);
      const parts = await trail(options({ tokenBudget: 40 }), runner);
      equal(whole.passes, STEPS);
      ok(parts.passes >= 2 * STEPS, `only ${parts.passes} passes`);
      whole.metrics.forEach((row, step) => {
        for (const [name, value] of Object.entries(row)) {
          const scale = Math.max(1, Math.abs(value));
          assertClose([parts.metrics[step]![name]!], [value], 1e-5, { what: name, scale });
        }
        equal(row.again, row.loss);
      });
      assertClose(parts.numbers, whole.numbers, 1e-5, { scale: maxNorm(whole.numbers) });
    }));
}

Deno.test("train() on three rejected answers lowers the loss, and resumes bit for bit", async () => {
  const root = await Deno.makeTempDir();
  const [whole, halves] = [join(root, "whole"), join(root, "halves")];
  const same = { saveEvery: 3, shuffle: true };
  await train(options({ ...same, steps: 6, out: whole }));
  await train(options({ ...same, steps: 3, out: halves }));
  await train(options({ ...same, steps: 6, out: halves, resume: true }));
  const lines = async (folder: string) =>
    (await Deno.readTextFile(join(folder, "metrics.jsonl"))).trim().split("\n")
      .map((line) => timeless(JSON.parse(line)));
  deepEqual(await lines(halves), await lines(whole));
  const other = tinyNegatives(10).map((pair) => ({
    ...pair,
    scores: { ...pair.scores!, chosen: 9 },
  }));
  await rejects(
    train(options({ ...same, steps: 6, out: halves, resume: true, pairs: other })),
    /other settings, model or data/,
  );
  await Deno.remove(root, { recursive: true });
  const { metrics } = await train(options({ steps: 8, batchSize: 10 }));
  ok(Number(metrics.at(-1)!.loss) < Number(metrics[0]!.loss));
});

for (const method of ["dpo", "odpo", "mallows-theta", "simpo", "aot", "ofs-sdpo"]) {
  Deno.test(`train() lowers the loss of three rejected answers by ${method}, with a cache as without`, async () => {
    const referenceCache = await Deno.makeTempDir();
    const given = options({ objective: objectiveOf(method), steps: 9, batchSize: 10 });
    const { metrics } = await train(given);
    ok(Number(metrics.at(-1)!.loss) < Number(metrics[0]!.loss), `${method} does not learn`);
    if (given.objective.needsReference) {
      const cached = { ...given, referenceCache, tokenizerHash: "t", steps: 2 };
      for (const _ of ["empty", "full"]) {
        const found = (await train(cached)).metrics.map(timeless);
        deepEqual(found, metrics.slice(0, 2).map(timeless));
      }
    }
    await Deno.remove(referenceCache, { recursive: true });
  });
}

Deno.test("train() gives a method that asks for no scores the same run with and without them", async () => {
  const plain = tinyPairs(6);
  const scored = plain.map((pair) => ({ ...pair, scores: { chosen: 1, rejected: [1] } }));
  const run = async (pairs: EncodedPair[]) =>
    (await train(options({ pairs, objective: objectiveOf("dpo") }))).metrics.map(timeless);
  deepEqual(await run(scored), await run(plain));
});

Deno.test("train() gives a loss without a reference zeros for it, and computes none", async () => {
  const seen: string[] = [];
  const without: Objective = {
    ...scoredSoftmax(),
    needsReference: false,
    needsEntropies: false,
    needsScores: false,
    loss([policy], reference, _state, facts) {
      seen.push(String(facts!.scores), String(reference.rejected.size));
      return tf.add(tf.neg(tf.mean(policy!.chosen)), tf.sum(reference.chosen));
    },
    observe: ([policy], reference) => ({
      metrics: {
        zero: tf.max(tf.abs(tf.concat([reference.chosen, reference.rejected]))),
        logps: tf.mean(policy!.chosen),
      },
      state: {},
      speeds: [tf.scalar(1)],
    }),
  };
  const plan = await planOf(options({ objective: without }));
  equal(plan.references, undefined);
  disposeTree(plan.start.state);
  const { metrics } = await train(options({ objective: without, steps: 1 }));
  equal(metrics[0]!.zero, 0);
  deepEqual(seen.slice(0, 2), ["undefined", "15"]);
  ok(Math.abs(Number(metrics[0]!.loss) + Number(metrics[0]!.logps)) < 1e-5);
});

Deno.test("train() refuses rows that a method cannot learn from before it computes anything", async () => {
  const [first, second, ...rest] = tinyNegatives(4) as [EncodedPair, EncodedPair];
  const refused = (pair: EncodedPair, message: string) =>
    rejects(train(options({ pairs: [first, pair, ...rest] })), { name: "RangeError", message });
  await refused(
    { ...second, rejected: second.rejected.slice(1) },
    "Cannot compare answers as row 2 has 2 rejected ones where row 1 has 3: give all rows the same number",
  );
  await refused(
    { ...second, rejected: [] },
    "Cannot compare answers as row 2 has no rejected one: give each row at least one",
  );
  const { scores: _, ...unscored } = second;
  await refused(
    unscored,
    'Cannot train by "scored-softmax" as row 2 has no scores: give each row "scores": {"chosen", "rejected"}',
  );
  const scored = (chosen: number, ...rejected: number[]) => ({
    ...second,
    scores: { chosen, rejected },
  });
  await refused(
    scored(2, 1, 2, 0),
    'Cannot train by "scored-softmax" as row 2 must score its chosen answer higher than each rejected one, in float32: current values are 2 and 2; drop such rows',
  );
  // The same number to a step, whose log gap would be −∞ and its slope 0 without a word.
  await refused(
    scored(3 + 1e-9, 3, 1, 0),
    'Cannot train by "scored-softmax" as row 2 must score its chosen answer higher than each rejected one, in float32: current values are 3.000000001 and 3; drop such rows',
  );
  await refused(
    scored(1e39, 1, 2, 0),
    'Cannot train by "scored-softmax" as row 2 must have a finite score for each of its 1 + 3 answers: current values are 1e+39, 1, 2, 0',
  );
  await refused(
    scored(2, 1),
    'Cannot train by "scored-softmax" as row 2 must have a finite score for each of its 1 + 3 answers: current values are 2, 1',
  );
  await refused(
    scored(2, 1, NaN, 0),
    'Cannot train by "scored-softmax" as row 2 must have a finite score for each of its 1 + 3 answers: current values are 2, 1, NaN, 0',
  );
});

Deno.test("estimateTraining() counts every rejected answer, and refuses rows that differ in their number", () => {
  const given = (pairs: EncodedPair[]) => ({
    ...options({ pairs, objective: { ...scoredSoftmax(), coupled: true } }),
    lora: LORA,
    config: CONFIG,
  });
  const pairs = tinyNegatives(10);
  const fewer = pairs.map((pair) => ({
    ...pair,
    rejected: pair.rejected.slice(1),
    scores: { chosen: 9, rejected: [1, 2] },
  }));
  const held = (pairs: EncodedPair[]) => estimateTraining(given(pairs), "tensorflow").held;
  ok(held(pairs) > 1.2 * held(fewer));
  throws(() => held([pairs[0]!, fewer[1]!]), /row 2 has 2 rejected ones where row 1 has 3/);
});

Deno.test("the batch of a step carries scores and lengths answer by answer, and pair by pair within", async () => {
  const pairs = tinyNegatives(3);
  const batch = batchTensors(batchPairs(pairs));
  const answers = pairs.map(({ chosen, rejected }) => [chosen, ...rejected]);
  const scores = pairs.map(({ scores }) => [scores!.chosen, ...scores!.rejected]);
  const byAnswer = <T>(rows: T[][]) => rows[0]!.map((_, a) => rows.map((row) => row[a]!));
  deepEqual(
    await batch.completions!.array(),
    byAnswer(answers.map((row) => row.map(({ length }) => length))),
  );
  assertClose((await batch.scores!.array() as number[][]).flat(), byAnswer(scores).flat(), 1e-6);
  const facts = factsOf(batch).scores!;
  deepEqual([...await facts.chosen.data()], scores.map(([chosen]) => chosen));
  deepEqual([...await facts.rejected.data()], byAnswer(scores.map((row) => row.slice(1))).flat());
  const [{ chosen, rejectedLengths }] = pairLogps(model, batch) as [
    ReturnType<typeof pairLogps>[0],
  ];
  equal(chosen.size, 3);
  deepEqual(
    [...await rejectedLengths.data()],
    byAnswer(answers.map((row) => row.slice(1).map(({ length }) => length))).flat(),
  );
});

Deno.test("train() asks of scores what the loss asks: offsets but the logarithm of the gap take ties", async () => {
  const first = tinyNegatives(2)[0]!;
  const scored = (chosen: number, ...rejected: number[]) => [
    first,
    { ...first, row: 1, scores: { chosen, rejected } },
  ];
  const by = (offset: "log-gap" | "gap" | "ratio", pairs: EncodedPair[]) =>
    train(options({ pairs, objective: objectiveOf("odpo", { offset }), steps: 1 }));
  const tied = scored(2, 2, 1, 0.5);
  for (const offset of ["gap", "ratio"] as const) {
    const { metrics, adapters } = await by(offset, tied);
    ok(Number.isFinite(metrics[0]!.loss));
    for (const { weights } of Object.values(adapters)) tf.dispose(weights);
  }
  const refused = (offset: "log-gap" | "gap" | "ratio", pairs: EncodedPair[], message: RegExp) =>
    rejects(by(offset, pairs), { name: "RangeError", message });
  await refused("log-gap", tied, /row 2 must score its chosen answer higher .*: .* 2 and 2;/);
  await refused("gap", scored(2, 3, 1, 0), /row 2 must score .* no lower .*: .* are 2 and 3;/);
  const positive = /"odpo" as row 2 must have positive scores: current value is /;
  await refused("ratio", scored(2, 1, -1, 1), positive);
  await refused("ratio", scored(2, 1, 1e-50, 1), positive); // 0 to a step
  await by("gap", scored(2, 1, -1, 1));
});
