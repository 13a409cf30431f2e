import { deepEqual, equal } from "node:assert/strict";
import { disposeTree, type Tensor, tf } from "../../lib/base/mod.ts";
import { loraBank, loraScale } from "../../lib/adapter/mod.ts";
import { answerLogps, batchTensors, completionLogps, pairLogps } from "../../lib/logprobs/mod.ts";
import { batchPairs, type BatchPairsOptions } from "../../lib/tokens/mod.ts";
import { assertClose, fixture, maxNorm, noLeaks, take } from "../_support.ts";
import { fixtureAdapter } from "../adapter/_adapters.ts";
import { fixtureModel } from "../model/_models.ts";
import { encoded, type FixturePair, sumsOf } from "./_pairs.ts";

interface Judged extends FixturePair {
  readonly chosen_logps: number[];
  readonly chosen_sum: number;
  readonly rejected_logps: number[];
  readonly rejected_sum: number;
}

const model = await fixtureModel("gpt2-a");
const { pairs } = await fixture<{ pairs: Judged[] }>("logps.json");
const sums = [...pairs.map((pair) => pair.chosen_sum), ...pairs.map((pair) => pair.rejected_sum)];

Deno.test("pairLogps() sums what PyTorch sums over each answer", async () => {
  const [all] = await sumsOf(model, pairs);
  for (const [i, sum] of all!.entries()) {
    assertClose([sum], [sums[i]!], 1e-5, { what: `sum ${i}`, scale: lengthOf(i) });
  }
});

Deno.test("Log-probabilities of single tokens agree with PyTorch to 1e-5", async () => {
  const expected = [
    ...pairs.flatMap((pair) => pair.chosen_logps),
    ...pairs.flatMap((pair) => pair.rejected_logps),
  ];
  for (const layout of ["packed", "apart"] as const) {
    const batch = batchTensors(batchPairs(encoded(pairs), { layout }));
    const perToken = await take(completionLogps(model, batch));
    assertClose(perToken, expected, 1e-5, { what: `log-probabilities, ${layout}` });
    tf.dispose(batch);
  }
});

Deno.test("pairLogps() gives the same sums however far rows are padded, and with what", async () => {
  const [tight] = await sumsOf(model, pairs);
  for (const padding of [{ time: 24 }, { time: 48, padId: 60 }]) {
    assertClose((await sumsOf(model, pairs, padding))[0]!, tight!, 1e-6, {
      what: "sums",
      scale: 56,
    });
  }
});

Deno.test("pairLogps() gives a pair the same sums alone as among others", async () => {
  const [all] = await sumsOf(model, pairs);
  for (const [i, pair] of pairs.entries()) {
    const [alone] = await sumsOf(model, [pair]);
    assertClose(alone!, [all![i]!, all![pairs.length + i]!], 1e-6, { what: "sums", scale: 56 });
  }
});

Deno.test("pairLogps() counts the tokens of the answers alone, never the prompt's", async () => {
  const batch = batchTensors(batchPairs(encoded(pairs)));
  const [logps] = pairLogps(model, batch);
  deepEqual([...await logps!.chosenLengths.data()], pairs.map(({ chosen }) => chosen.length));
  deepEqual([...await logps!.rejectedLengths.data()], pairs.map(({ rejected }) => rejected.length));
  equal(batch.targets!.size, pairs.flatMap((pair) => [...pair.chosen, ...pair.rejected]).length);
});

Deno.test("An answer's sum is that of its text as prompt and answer in two parts", async () => {
  // log π(ab | x) = log π(a | x) + log π(b | xa): a token that moves into the prompt stops to count.
  const { prompt, chosen, rejected } = pairs[0]!;
  const cut = 5;
  const head = { prompt, chosen: chosen.slice(0, cut), rejected };
  const tail = {
    prompt: [...prompt, ...chosen.slice(0, cut)],
    chosen: chosen.slice(cut),
    rejected,
  };
  const [[whole], [first], [rest]] = await Promise.all(
    [pairs[0]!, head, tail].map(async (pair) => (await sumsOf(model, [pair]))[0]!),
  ) as [number[], number[], number[]];
  assertClose([first! + rest!], [whole!], 1e-6, { scale: 56 });
});

Deno.test("pairLogps() scores several modules in one pass as each apart", async () => {
  const adapters = await Promise.all(["fast", "slow"].map((n) => fixtureAdapter(n, model.config)));
  const scale = loraScale(adapters[0]!.config);
  const bank = [adapters[0]!.weights, null, adapters[1]!.weights];
  const linears = bank.map((module) => loraBank([module], scale));
  const together = await sumsOf(model, pairs, { linears });
  for (const [i, module] of bank.entries()) {
    const [apart] = await sumsOf(model, pairs, { linears: [loraBank([module], scale)] });
    assertClose(together[i]!, apart!, 1e-6, { what: `module ${i}`, scale: 56 });
  }
});

Deno.test("pairLogps() without a gradient gives the same sums", async () => {
  deepEqual(await sumsOf(model, pairs, { gradient: false }), await sumsOf(model, pairs));
});

Deno.test("pairLogps() of chosen answers alone counts nothing for the rejected ones", async () => {
  const single = encoded(pairs).map((pair) => ({ ...pair, rejected: [] }));
  const batch = batchTensors(batchPairs(single));
  const [logps] = pairLogps(model, batch);
  assertClose(await logps!.chosen.data(), sums.slice(0, pairs.length), 1e-5, { scale: 12 });
  deepEqual([...await logps!.rejected.data()], [0, 0, 0, 0]);
  deepEqual([...await logps!.rejectedLengths.data()], [0, 0, 0, 0]);
});

Deno.test("answerLogps() gives the answers in order, in however many parts rows are computed", async () => {
  const batch = batchTensors(batchPairs(encoded(pairs), { layout: "apart" })); // 8 rows
  for (const parts of [1, 2, 3, 100]) {
    const found = await take(answerLogps(model, batch, { parts }));
    assertClose(found, sums, 1e-5, { scale: 12, what: `${parts} parts` });
  }
});

Deno.test("pairLogps() gives a batch the same sums and gradients however it is laid out", async () => {
  const adapters = await Promise.all(["fast", "slow"].map((n) => fixtureAdapter(n, model.config)));
  const scale = loraScale(adapters[0]!.config);
  const names = Object.keys(adapters[0]!.weights);
  const leaves = adapters.flatMap(({ weights }) => names.map((name) => weights[name]!));
  const twice = [...pairs, pairs[0]!]; // has 10 answers in 8 texts
  const found = async (options: BatchPairsOptions) => {
    const batch = batchTensors(batchPairs(encoded(twice), options));
    const { value, grads } = tf.valueAndGrads((...leaves: Tensor[]) => {
      const bank = [leaves.slice(0, names.length), leaves.slice(names.length)].map((module) =>
        Object.fromEntries(module.map((factor, i) => [names[i]!, factor]))
      );
      const linears = bank.map((module) => loraBank([module], scale));
      const [fast, slow] = pairLogps(model, batch, { linears });
      const sums = [fast!.chosen, fast!.rejected, slow!.chosen, slow!.rejected];
      return tf.dot(tf.concat(sums), tf.range(1, 4 * twice.length + 1)) as tf.Scalar; // no two weigh the same
    })(leaves);
    const numbers = await Promise.all([value, ...grads].map((tensor) => tensor.data()));
    tf.dispose([value, grads, batch]);
    return numbers;
  };
  const apart = await found({ layout: "apart" });
  const layouts: BatchPairsOptions[] = [
    {},
    { time: 60 },
    { bucket: { time: 8, tokens: 64, rows: 5 } },
    { layout: "apart", bucket: { time: 8, tokens: 64, rows: 5 } },
  ];
  for (const options of layouts) {
    (await found(options)).forEach((numbers, i) =>
      assertClose(numbers, apart[i]!, 1e-6, {
        what: `tensor ${i} under ${JSON.stringify(options)}`,
        scale: maxNorm([...apart[i]!]),
      })
    );
  }
});

Deno.test("batchTensors() and pairLogps() leave no tensor behind but what they return", async () => {
  const laidOut = batchPairs(encoded(pairs));
  await noLeaks(() => disposeTree(batchTensors(laidOut)));
  const batch = batchTensors(laidOut);
  await noLeaks(() => {
    for (const { ...vectors } of pairLogps(model, batch)) disposeTree(vectors);
  });
});

/** Tokens of the answer that stands at `i` of the sums. */
function lengthOf(i: number): number {
  const { chosen, rejected } = pairs[i % pairs.length]!;
  return i < pairs.length ? chosen.length : rejected.length;
}
