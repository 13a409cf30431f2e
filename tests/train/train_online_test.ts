import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { initAdapter } from "../../lib/adapter/mod.ts";
import { fold, key, type Row, tf } from "../../lib/base/mod.ts";
import { sampler } from "../../lib/model/mod.ts";
import { dpo } from "../../lib/losses/mod.ts";
import { adamw, sgd } from "../../lib/optim/mod.ts";
import {
  bestAgainstRest,
  bradleyTerryPairs,
  objectiveOf,
  onlinePairs,
  readAdapter,
  sampleAnswers,
  train,
  trainOnline,
  type TrainOnlineOptions,
} from "../../lib/train/mod.ts";
import { STREAMS } from "../../lib/train/plan.ts";
import { engine, namesIn, noLeaks } from "../_support.ts";
import { CONFIG, LORA, timeless, tinyModel } from "./_worlds.ts";

void engine;
const model = tinyModel();
const EOS = 0;
const prompts = Array.from(
  { length: 7 },
  (_, round) => Array.from({ length: 4 }, (_, i) => Int32Array.of(1 + round, 10 + i, 20)),
);
/** Likes answers of small ids. */
const judge = (_prompts: readonly Int32Array[], answers: readonly Int32Array[]) =>
  answers.map((ids) => -ids.reduce((sum, id) => sum + id, 0) / ids.length);

function options(more: Partial<TrainOnlineOptions> = {}): TrainOnlineOptions {
  return {
    model,
    objective: objectiveOf("ofs-dpo", { chaseEvery: 2 }),
    lora: LORA,
    optimiser: adamw({ rate: 1e-2 }),
    prompts,
    judge,
    eos: EOS,
    maxTokens: 6,
    ...more,
  };
}

/** Sharper than a random model, so that a step moves what is sampled; its words are the caller's. */
function sharpModel() {
  const { "wte.weight": words, ...weights } = model.weights;
  return { ...model, weights: { ...weights, "wte.weight": tf.mul(words!, 10) } };
}

/** Runs, and gives the weights as numbers. */
async function outcome(more: Partial<TrainOnlineOptions>) {
  const { adapters, played, metrics, steps } = await trainOnline(options(more));
  const weights: Record<string, Float32Array> = {};
  for (const [module, { weights: own }] of Object.entries(adapters)) {
    for (const [name, tensor] of Object.entries(own)) {
      weights[`${module} ${name}`] = await tensor.data<"float32">();
    }
    tf.dispose(own);
  }
  return { metrics: metrics.map(timeless), played, steps, weights };
}

const linesOf = async (folder: string) =>
  (await Deno.readTextFile(join(folder, "metrics.jsonl"))).trim().split("\n")
    .map((line) => timeless(JSON.parse(line)));

Deno.test("trainOnline() makes the judge's grades rise, by DPO, by the chase and with offsets", async (t) => {
  const sharp = sharpModel();
  const rounds = Array.from({ length: 12 }, () => [...prompts[0]!, ...prompts[1]!]);
  for (const method of ["dpo", "ofs-dpo", "odpo"]) {
    await t.step(method, async () => {
      const { metrics } = await outcome({
        ...{ model: sharp, prompts: rounds, answers: 4 },
        objective: objectiveOf(method, { chaseEvery: 2 }),
        lora: { ...LORA, targets: ["c_attn", "c_fc", "c_proj"] },
        optimiser: adamw({ rate: 2e-2 }),
      });
      const grade = (rows: readonly Record<string, unknown>[]) =>
        rows.reduce((sum, row) => sum + Number(row["judge/grade"]), 0) / rows.length;
      ok(grade(metrics.slice(-3)) > grade(metrics.slice(0, 3)) + 5, `${method} does not learn`);
    });
  }
  tf.dispose(sharp.weights["wte.weight"]);
});

Deno.test("the first round of trainOnline() is the first step of train() on the pairs that the reference writes", async () => {
  const objective = objectiveOf("dpo");
  const writer = sampler(model);
  const [round] = await Array.fromAsync(onlinePairs({
    prompts: prompts.slice(0, 1),
    policy: () => ({}),
    sample: () => (asked, k) => sampleAnswers(writer, asked, { maxTokens: 6, eos: EOS, key: k }),
    judge,
    key: fold(key(3), STREAMS.rounds),
  }));
  writer.dispose();
  const offline = await train({
    ...{ model, objective, lora: LORA, pairs: round!.pairs, seed: 3 },
    batchSize: round!.pairs.length,
    optimiser: adamw({ rate: 1e-2 }),
  });
  const online = await trainOnline(options({ objective, seed: 3, rounds: 1 }));
  const { epoch: _, ...expected } = timeless(offline.metrics[0]!);
  const { "judge/grade": grade, "judge/pairs": count, ...rest } = timeless(online.metrics[0]!);
  const { "judge/ties": ties, "judge/age": age, ...found } = rest;
  deepEqual(found, expected);
  deepEqual([count, ties, age], [round!.pairs.length, round!.ties, 0]);
  equal(grade, round!.grades.reduce((sum, x) => sum + x, 0) / round!.grades.length);
  for (const [name, tensor] of Object.entries(offline.adapters.policy!.weights)) {
    deepEqual(await online.adapters.policy!.weights[name]!.data(), await tensor.data());
  }
});

for (const staleness of [1, 3, Infinity]) {
  Deno.test(`trainOnline() goes on bit for bit where it was cut, at a staleness of ${staleness}`, async () => {
    const folder = await Deno.makeTempDir();
    const sharp = sharpModel();
    const given = {
      ...{ staleness, saveEvery: 3, model: sharp },
      lora: { ...LORA, targets: ["c_attn", "c_fc", "c_proj"] },
      optimiser: adamw({ rate: 5e-2 }),
    };
    const whole = await outcome({ ...given, out: join(folder, "whole") });
    deepEqual(
      whole.metrics.map((row) => row["judge/age"]),
      {
        1: [0, 0, 0, 0, 0, 0, 0],
        3: [0, 1, 2, 0, 1, 2, 0],
        Infinity: [0, 1, 2, 3, 4, 5, 6],
      }[staleness],
    );
    const out = join(folder, "cut");
    const stop = new AbortController();
    const cut = await outcome({
      ...{ ...given, out, signal: stop.signal },
      onStep: (_row: Row, done: number) => done === 4 && stop.abort(),
    });
    equal(cut.steps, 4);
    ok(!(await namesIn(out)).includes("adapter"));
    const rest = await outcome({ ...given, out, resume: true });
    deepEqual(rest.metrics, whole.metrics.slice(4));
    deepEqual(rest.weights, whole.weights);
    equal(rest.played, whole.played);
    deepEqual(await linesOf(out), await linesOf(join(folder, "whole")));
    const { weights } = await readAdapter(join(out, "adapter"), CONFIG);
    const [name, tensor] = Object.entries(weights)[0]!;
    deepEqual(await tensor.data(), whole.weights[`${whole.played} ${name}`]);
    if (staleness === 3) {
      // More rounds than before, from where the last ones ended.
      const more = { prompts: [...prompts, ...prompts.slice(0, 2)] };
      const longer = await outcome({ ...given, ...more, out, resume: true });
      deepEqual(longer.weights, (await outcome({ ...given, ...more })).weights);
    }
    tf.dispose(sharp.weights["wte.weight"]);
    await Deno.remove(folder, { recursive: true });
  });
}

Deno.test("a round of which nothing is left costs no step, and is told", async () => {
  const { metrics, weights } = await outcome({
    objective: objectiveOf("dpo"),
    judge: (_prompts, answers) => answers.map(() => 1),
    rounds: 2,
  });
  deepEqual(
    metrics,
    [1, 2].map((step) => ({
      step,
      "judge/grade": 1,
      "judge/pairs": 0,
      "judge/ties": 4,
      "judge/age": 0,
    })),
  );
  const fresh = initAdapter(CONFIG, LORA, fold(fold(key(0), STREAMS.modules), 0)).weights;
  for (const [name, tensor] of Object.entries(fresh)) {
    deepEqual(weights[`policy ${name}`], await tensor.data());
  }
});

Deno.test("trainOnline() rejects several answers at once, and leaves out pairs that lack one", async () => {
  const { metrics } = await outcome({
    ...{ objective: objectiveOf("sdpo"), pairing: bestAgainstRest, answers: 4, rounds: 2 },
    // Of the second prompt in each round two answers are called equally good: nobody is best.
    judge: (_prompts, answers) =>
      answers.map((ids, i) => i === 4 || i === 5 ? 99 : ids[0]! + i / 99),
  });
  for (const row of metrics) {
    deepEqual([row["judge/pairs"], row["judge/ties"]], [3, 2]); // the tie, and the pair without it
    ok(Number.isFinite(row.loss));
  }
});

Deno.test("trainOnline() gives equal runs for equal seeds, and others for another", async () => {
  const [a, b, c] = [
    await outcome({ rounds: 2 }),
    await outcome({ rounds: 2 }),
    await outcome({
      rounds: 2,
      seed: 1,
    }),
  ];
  deepEqual(a, b);
  notDeepEqual(a.metrics, c.metrics);
});

Deno.test("trainOnline() leaks nothing, however it ends", async () => {
  await outcome({ rounds: 1 });
  await noLeaks(async () => {
    await outcome({ staleness: 2, rounds: 3 });
    await rejects(trainOnline(options({ judge: () => [NaN] })), /one grade an answer/);
    const out = await Deno.makeTempDir();
    await outcome({ staleness: 2, rounds: 1, out }); // its policy is sampled once more
    await Deno.writeTextFile(join(out, "metrics.jsonl"), "");
    const resumed = options({ staleness: 2, rounds: 3, out, resume: true });
    await rejects(trainOnline(resumed), /fewer than the 1 lines of the checkpoint/);
    await Deno.remove(out, { recursive: true });
  });
});

Deno.test("a run that is told to end in its last round is whole", async () => {
  const out = await Deno.makeTempDir();
  const stop = new AbortController();
  await outcome({ rounds: 1, out, signal: stop.signal, onStep: () => stop.abort() });
  ok((await namesIn(out)).includes("adapter"));
  await Deno.remove(out, { recursive: true });
});

Deno.test("a round of one prompt costs no step where the loss asks for another prompt's answer, and no pair is counted", async () => {
  const { metrics } = await outcome({
    ...{ objective: objectiveOf("kto"), prompts: [prompts[0]!.slice(0, 1)] },
    judge: (_prompts, answers) => answers.map((_, i) => i),
  });
  deepEqual(metrics, [{
    step: 1,
    "judge/grade": 0.5,
    "judge/pairs": 0,
    "judge/ties": 1,
    "judge/age": 0,
  }]);
});

Deno.test("trainOnline() keeps the rounds before a judge that fails, and goes on from them", async () => {
  const out = await Deno.makeTempDir();
  const whole = await outcome({ staleness: 2 });
  let asked = 0;
  const tired: typeof judge = (asking, answers) => {
    if (++asked > 3) throw new Error("the judge went home");
    return judge(asking, answers);
  };
  await rejects(outcome({ staleness: 2, out, judge: tired }), /the judge went home/);
  equal((await linesOf(out)).length, 3);
  const rest = await outcome({ staleness: 2, out, resume: true });
  deepEqual(rest.metrics, whole.metrics.slice(3));
  deepEqual(rest.weights, whole.weights);
  await Deno.remove(out, { recursive: true });
});

Deno.test("trainOnline() refuses prompts for fewer rounds than are done", async () => {
  const out = await Deno.makeTempDir();
  await outcome({ out, rounds: 3 });
  await rejects(
    trainOnline(options({ out, resume: true, prompts: prompts.slice(0, 2) })),
    /has 3 steps already, more than the 2 asked for/,
  );
  await Deno.remove(out, { recursive: true });
});

Deno.test("a policy that gives no numbers is told, though its answers only tie", async () => {
  await noLeaks(() =>
    rejects(trainOnline(options({ optimiser: sgd({ rate: 1e30 }) })), {
      name: "DivergenceError",
      message:
        /policy that is sampled gives an answer a log-probability of NaN: lower the learning/,
    })
  );
});

Deno.test("trainOnline() refuses what it cannot learn from", async () => {
  const refused = (more: Partial<TrainOnlineOptions>, message: RegExp) =>
    rejects(trainOnline(options(more)), { name: "RangeError", message });
  await refused({ prompts: [] }, /as there are no prompts/);
  await refused({ rounds: 0 }, /rounds must be a whole number ≥ 1: current value is 0/);
  await refused({ answers: 1 }, /answers must be a whole number ≥ 2/);
  await refused({ staleness: 0 }, /staleness must be/);
  await refused({ temperature: -1 }, /temperature/);
  await refused({ tokenBudget: 0 }, /tokenBudget must be a whole number ≥ 1: current value is 0/);
  for (const eos of [-1, 40, NaN]) await refused({ eos }, /one of the model's 40 tokens/);
  // Before anyone is asked to judge, and before anything is written.
  const out = join(await Deno.makeTempDir(), "out");
  const unasked = () => ok(false, "nobody is to be asked");
  const coupled = { objective: objectiveOf("aot"), tokenBudget: 99, judge: unasked as never, out };
  await refused(coupled, /couples the pairs/);
  await refused({ answers: 1, out }, /answers must be/);
  await rejects(Deno.stat(out), Deno.errors.NotFound);
  await refused({ temperature: 0 }, /temperature must be > 0: current value is 0/);
  // Labels with noise may prefer the lower grade, of which an offset has no logarithm.
  await refused(
    { objective: objectiveOf("odpo"), pairing: bradleyTerryPairs(100), answers: 8 },
    /"odpo" as row \d+ must score its chosen answer higher/,
  );
});

Deno.test("trainOnline() says what is there instead of prompts, and instead of an objective", async () => {
  const refused = (more: Record<string, unknown>, message: RegExp) =>
    rejects(trainOnline(options(more as Partial<TrainOnlineOptions>)), {
      name: "TypeError",
      message,
    });
  await refused({ prompts: ["Why", "What"] }, /Int32Array each: String; encode texts by/);
  await refused({ prompts: [["Why"]] }, /Int32Array each: number 0 is String; encode/);
  await refused({ prompts: [Int32Array.of(1)] }, /Int32Array each: Int32Array; encode/);
  await refused({ objective: dpo() }, /by a loss alone .* preferenceObjective\(name, loss\)/);
});
