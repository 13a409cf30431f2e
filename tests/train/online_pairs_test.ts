import { deepEqual, equal, notDeepEqual, ok, rejects, throws } from "node:assert/strict";
import { initAdapter, loraBank, loraScale } from "../../lib/adapter/mod.ts";
import { fold, type Key, key, mapTree, type Tensors, tf, uniform } from "../../lib/base/mod.ts";
import { batchTensors, pairLogps } from "../../lib/logprobs/mod.ts";
import { sampler } from "../../lib/model/mod.ts";
import { drawFor } from "../../lib/model/draw.ts";
import { inParts } from "../../lib/model/in_parts.ts";
import { policyInputs } from "../../lib/model/policy_inputs.ts";
import {
  afterStep,
  drawsOf,
  promptsOf,
  startsOf,
  tokensOf,
} from "../../lib/model/sampling_batch.ts";
import { nextTokens, readPrompts } from "../../lib/model/sampling_steps.ts";
import { slotPlan } from "../../lib/model/slot_plan.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";
import {
  bestAgainstRest,
  bestAgainstWorst,
  bradleyTerryPairs,
  everyPair,
  type OnlineOptions,
  onlinePairs,
  type OnlineRound,
} from "../../lib/train/mod.ts";
import { assertClose, noLeaks } from "../_support.ts";
import { LORA, tinyModel } from "./_worlds.ts";

const prompt = (...ids: number[]) => Int32Array.from(ids);
const wordsOf = ({ pairs }: OnlineRound) =>
  pairs.map(({ chosen, rejected }) => [[...chosen], rejected.map((ids) => [...ids])]);

/** A policy that is a number and says it, followed by random letters below ten. */
const says = (policy: number) => (prompts: readonly Int32Array[], k: Key) =>
  Promise.resolve(
    Array.from(uniform(k, prompts.length), (u) => Int32Array.of(policy, Math.floor(10 * u))),
  );

const options: OnlineOptions<number> = {
  prompts: Array.from({ length: 6 }, (_, i) => [prompt(i), prompt(i, i)]),
  policy: () => 7,
  sample: says,
  judge: (_prompts, answers) => answers.map((ids) => ids[1]!),
};

const roundsOf = (given: Partial<OnlineOptions<number>>) =>
  Array.fromAsync(onlinePairs({ ...options, ...given }));

Deno.test("onlinePairs() prefers the answer that the judge grades higher, and carries the grades", async () => {
  for (const { pairs, grades, ties } of await roundsOf({})) {
    equal(pairs.length + ties, 2);
    equal(grades.length, 4);
    for (const { chosen, rejected, scores } of pairs) {
      ok(chosen[1]! > rejected[0]![1]!);
      deepEqual(scores, { chosen: chosen[1], rejected: [rejected[0]![1]] });
    }
  }
});

Deno.test("onlinePairs() gives what a table by hand gives: pairs, ties, rows", async () => {
  const answers = [[1, 5], [1, 3], [2, 2], [2, 2], [3, 4], [3, 4]].map((ids) => prompt(...ids));
  const [round] = await roundsOf({
    prompts: [[prompt(10), prompt(20), prompt(30)]],
    sample: () => () => Promise.resolve(answers),
    // The last two are one text, graded twice differently.
    judge: () => [5, 3, 2, 2, 8, 9],
  });
  deepEqual(round!.pairs, [{
    prompt: prompt(10),
    chosen: prompt(1, 5),
    rejected: [prompt(1, 3)],
    row: 0,
    scores: { chosen: 5, rejected: [3] },
  }]);
  deepEqual([round!.ties, round!.age], [2, 0]);
  const next = await roundsOf({ answers: 8 });
  deepEqual(next[2]!.pairs.map(({ row }) => row), [4, 5]);
});

Deno.test("onlinePairs() asks for the policy once every `staleness` rounds and gives old ones back", async () => {
  const agesOf = async (staleness: number) => {
    let asked = 0;
    const [released, said, ages]: [number[], number[], number[]] = [[], [], []];
    const rounds = onlinePairs({
      ...options,
      staleness,
      answers: 4,
      policy: () => ++asked,
      release: (policy) => void released.push(policy),
    });
    for await (const { pairs, age } of rounds) {
      said.push(pairs[0]!.chosen[0]!);
      ages.push(age);
    }
    return { said, ages, released };
  };
  deepEqual(await agesOf(1), {
    said: [1, 2, 3, 4, 5, 6],
    ages: [0, 0, 0, 0, 0, 0],
    released: [1, 2, 3, 4, 5, 6],
  });
  deepEqual(await agesOf(4), {
    said: [1, 1, 1, 1, 2, 2],
    ages: [0, 1, 2, 3, 0, 1],
    released: [1, 2],
  });
  deepEqual(await agesOf(Infinity), {
    said: [1, 1, 1, 1, 1, 1],
    ages: [0, 1, 2, 3, 4, 5],
    released: [1],
  });
});

Deno.test("onlinePairs() makes a round when it is asked for: who learns in between is on-policy", async () => {
  let policy = 100;
  for await (const { pairs } of onlinePairs({ ...options, answers: 4, policy: () => policy })) {
    equal(pairs[0]!.chosen[0], policy);
    policy++;
  }
  equal(policy, 106);
});

Deno.test("onlinePairs() gives the policy back where the stream is left, or the judge fails", async () => {
  const released: number[] = [];
  const release = (policy: number) => void released.push(policy);
  for await (const _ of onlinePairs({ ...options, release })) break;
  deepEqual(released, [7]);
  const failing = () => Promise.reject(new TypeError("the judge is out"));
  await rejects(roundsOf({ release, judge: failing }), /the judge is out/);
  deepEqual(released, [7, 7]);
});

Deno.test("onlinePairs() gives equal rounds for equal keys, other ones for others, and for each round its own", async () => {
  const given = { answers: 4, prompts: [[prompt(1)], [prompt(1)]] };
  const [first, same, other] = [
    await roundsOf({ ...given, key: key(1) }),
    await roundsOf({ ...given, key: key(1) }),
    await roundsOf({ ...given, key: key(2) }),
  ];
  deepEqual(first, same);
  notDeepEqual(first.map(wordsOf), other!.map(wordsOf));
  notDeepEqual(wordsOf(first[0]!), wordsOf(first[1]!));
});

Deno.test("onlinePairs() waits for judges and prompts that take their time", async () => {
  async function* later() {
    for (const round of options.prompts as Iterable<Int32Array[]>) {
      await Promise.resolve();
      yield round;
    }
  }
  const judge = async (prompts: readonly Int32Array[], answers: readonly Int32Array[], k: Key) => {
    await Promise.resolve();
    return options.judge(prompts, answers, k);
  };
  deepEqual(await roundsOf({ prompts: later(), judge }), await roundsOf({}));
});

Deno.test("onlinePairs() has as many rejected answers as the pairing says", async () => {
  const rounds = await roundsOf({ answers: 4, pairing: bestAgainstRest });
  ok(rounds.some(({ pairs }) => pairs.some(({ rejected }) => rejected.length === 3)));
  for (const { pairs } of rounds) {
    for (const { scores } of pairs) ok(scores!.rejected.every((grade) => grade < scores!.chosen));
  }
});

Deno.test("onlinePairs() refuses what it cannot sample, naming the place", async () => {
  const refused = (given: Partial<OnlineOptions<number>>, message: RegExp) =>
    rejects(roundsOf(given), { name: "RangeError", message });
  await refused({ staleness: 0 }, /staleness must be a whole number ≥ 1, or Infinity: .* 0/);
  await refused({ staleness: 1.5 }, /current value is 1.5/);
  await refused({ answers: 1 }, /answers must be a whole number ≥ 2: current value is 1/);
  await refused({ prompts: [[]] }, /a round must have a prompt/);
  await refused({ judge: () => [1] }, /one grade an answer: current counts are 1 grades of 4/);
  await refused({ judge: () => [1, 2, NaN, 3] }, /grade 2 is NaN/);
  const sample = (answers: Int32Array[]) => () => () => Promise.resolve(answers);
  await refused({ sample: sample([prompt(1)]) }, /current counts are 1 answers to 4 prompts/);
  const empty = [prompt(1), prompt(), prompt(1), prompt(1)];
  await refused({ sample: sample(empty) }, /answer 1 has no token/);
});

Deno.test("pairings agree on two answers, and every pair counts each two once", () => {
  const grades = [0.5, 2];
  for (const pairing of [bestAgainstWorst, bestAgainstRest, everyPair]) {
    deepEqual(pairing(grades, key(0)), { preferences: [[1, 0]], ties: 0 });
    deepEqual(pairing([1, 1], key(0)), { preferences: [], ties: 1 });
    deepEqual(pairing([0.3, 0.1 + 0.2], key(0)), { preferences: [], ties: 1 }); // one to a step
  }
  const { preferences, ties } = everyPair([3, 1, 1, 2], key(0));
  deepEqual(preferences, [[0, 1], [0, 2], [0, 3], [3, 1], [3, 2]]);
  equal(ties, 1);
  deepEqual(bestAgainstRest([3, 1, 3, 2], key(0)), { preferences: [[0, 1, 3]], ties: 1 });
});

Deno.test("bradleyTerryPairs() prefers by σ of the difference over the temperature", () => {
  const shareFirst = (gap: number, temperature: number) => {
    const pairing = bradleyTerryPairs(temperature);
    let first = 0;
    for (let i = 0; i < 2000; i++) {
      first += Number(pairing([gap, 0], fold(key(4), i)).preferences[0]![0] === 0);
    }
    return first / 2000;
  };
  // Four standard errors of a share of 2000 are at most 0.045.
  assertClose([shareFirst(1, 1), shareFirst(2, 4), shareFirst(0, 1)], [0.731, 0.622, 0.5], 0.045);
  throws(() => bradleyTerryPairs(0), /temperature must be > 0: current value is 0/);
});

const model = tinyModel();
const linear = (weights: Tensors) => loraBank([weights], loraScale(LORA));
const weights = mapTree(
  (factor) => tf.add(factor, 0.4),
  initAdapter(model.config, LORA, key(5)).weights,
) as Tensors;

/** Draws answers step by step as a sampler does, and keeps the log-probability of each token. */
async function drawWithLogps(prompts: readonly Int32Array[], length: number, root: Key) {
  const plan = slotPlan(prompts, length);
  const laws: Float32Array[] = [];
  let law: tf.Tensor | undefined;
  const made = inPartsOf({
    model,
    linear,
    temperature: 1,
    draw: (scores: tf.Tensor, draws: tf.Tensor) => {
      law = tf.keep(tf.logSoftmax(scores));
      return drawFor({})(scores, draws);
    },
  });
  const always = { ...startsOf(plan), ...policyInputs(weights) };
  const answers = prompts.map((): number[] => []);
  const sums = new Float64Array(prompts.length);
  let last: Tensors = {};
  for (let step = 0; step < length; step++) {
    const draws = drawsOf(
      plan,
      Float32Array.from(
        { length: plan.parts * plan.rows },
        (_, row) => row < prompts.length ? uniform(fold(fold(root, row), step), 1)[0]! : 0,
      ),
    );
    const taken = step === 0 ? promptsOf(plan) : afterStep(plan, last, step);
    last = tf.tidy(() =>
      made[step === 0 ? "first" : "later"]({}, { ...always, ...taken, ...draws })[1]
    );
    const ids = await tokensOf(plan, last);
    laws.push(await law!.data<"float32">());
    law!.dispose();
    answers.forEach((answer, row) => {
      answer.push(ids[row]!);
      sums[row]! += laws[step]![row * model.config.vocab + ids[row]!]!;
    });
  }
  return { answers: answers.map((ids) => Int32Array.from(ids)), sums };
}

function inPartsOf(made: Parameters<typeof readPrompts>[0]) {
  return { first: inParts(readPrompts(made)), later: inParts(nextTokens(made)) };
}

Deno.test("the log-probabilities that a sampler draws by are those that training sees", async () => {
  const prompts = [[3], [5, 6, 7], [1, 2], [9, 8, 7, 6, 5]].map((ids) => prompt(...ids));
  const root = key(11);
  const { answers, sums } = await drawWithLogps(prompts, 9, root);
  const by = sampler(model, { linear });
  deepEqual(await by.sample(prompts, { weights, maxTokens: 9, key: root }), answers);
  by.dispose();
  const pairs = prompts.map((prompt, row) => ({
    prompt,
    row,
    chosen: answers[row]!,
    rejected: [answers[(row + 1) % 4]!],
  }));
  const batch = batchTensors(batchPairs(pairs));
  const [policy] = pairLogps(model, batch, { linears: [linear(weights)] });
  assertClose(await policy!.chosen.data(), sums, 1e-4);
  const [base] = pairLogps(model, batch);
  const off = (await base!.chosen.data()).map((logp, i) => Math.abs(logp - sums[i]!));
  ok(Math.min(...off) > 1e-3, `the base has nearly the same law: ${off}`);
});

Deno.test("onlinePairs() from a sampler leaves no tensor behind", () =>
  noLeaks(async () => {
    const by = sampler(model, { linear });
    const rounds = onlinePairs({
      prompts: [[prompt(1)], [prompt(2, 3)]],
      policy: () => mapTree((factor) => factor.clone(), weights) as Tensors,
      sample: (weights) => async (prompts, key) => {
        const answers = await by.sample(prompts, { weights, key, maxTokens: 4, stop: 0 });
        return answers.map((ids) => ids.length < 4 ? Int32Array.of(...ids, 0) : ids);
      },
      judge: (_prompts, answers) => answers.map((ids) => ids.reduce((sum, id) => sum + id, 0)),
      release: (weights) => tf.dispose(weights),
    });
    for await (const { pairs, ties } of rounds) equal(pairs.length + ties, 1);
    by.dispose();
  }));
