import { deepEqual, ok } from "node:assert/strict";
import { type Tensor, tf } from "../../lib/base/mod.ts";
import {
  answerLogpsAndEntropies,
  batchTensors,
  completionLogpsAndEntropies,
  pairLogps,
  tokenLogpsAndEntropies,
  tokenLogpsOnly,
} from "../../lib/logprobs/mod.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";
import { assertClose, fixture, noLeaks, take } from "../_support.ts";
import { noise } from "../model/_gradients.ts";
import { fixtureModel } from "../model/_models.ts";
import { encoded, type FixturePair } from "./_pairs.ts";

/** −Σ p log p of each row by TensorFlow.js' own softmax over all scores at once, in units of log |V|. */
function plain(hidden: Tensor, head: Tensor): Tensor {
  return tf.tidy(() => {
    const scores = tf.matMul(hidden as tf.Tensor2D, head as tf.Tensor2D, false, true);
    const terms = tf.mul(tf.softmax(scores), tf.logSoftmax(scores));
    return tf.div(tf.neg(tf.sum(terms, 1)), Math.log(head.shape[0]!));
  });
}

async function found(hidden: Tensor, head: Tensor, targets: Tensor, chunk?: number) {
  const { logps, entropies } = tokenLogpsAndEntropies(
    hidden,
    head,
    targets,
    chunk === undefined ? {} : { chunk },
  );
  return { logps: await take(logps), entropies: await take(entropies) };
}

Deno.test("tokenLogpsAndEntropies() in chunks of any size gives the entropy of the softmax at once", async () => {
  const [head, hidden] = [noise(1, [101, 5]), tf.mul(noise(2, [6, 5]), 3)];
  const targets = tf.tensor1d([0, 100, 50, 49, 3, 77], "int32");
  const expected = await take(plain(hidden, head));
  for (const chunk of [6, 7, 60, 300, 606, 1e6]) {
    const { entropies } = await found(hidden, head, targets, chunk);
    assertClose(entropies, expected, 1e-6, { what: `entropies in chunks of ${chunk}` });
  }
});

Deno.test("tokenLogpsAndEntropies() over a large vocabulary keeps five digits", async () => {
  const vocab = 2 ** 16 + 1;
  // One token in 500 is likely: engines that sum in float32 then differ by no more than a few roundings.
  const bias = Float32Array.from({ length: vocab }, (_, id) => id % 500 === 0 ? 0 : -20);
  const head = tf.concat([noise(3, [vocab, 3]), tf.tensor2d(bias, [vocab, 1])], 1);
  const hidden = tf.concat([noise(4, [70, 3]), tf.ones([70, 1])], 1);
  const { entropies } = await found(hidden, head, tf.zeros([70], "int32"));
  assertClose(entropies, await take(plain(hidden, head)), 1e-5);
});

Deno.test("tokenLogpsAndEntropies() gives the log-probabilities of tokenLogpsOnly(), bit for bit", async () => {
  const [head, hidden] = [noise(1, [101, 5]), noise(2, [3, 5])];
  const targets = tf.tensor1d([0, 100, 50], "int32");
  const { logps } = await found(hidden, head, targets, 100);
  deepEqual(logps, await take(tokenLogpsOnly(hidden, head, targets, { chunk: 100 })));
});

Deno.test("the entropy is 1 where all tokens are as likely, 0 where one is certain, half where as many as the root are", async () => {
  const hidden = tf.tensor2d([[0, 0], [40, 0], [0, 40]]);
  const head = tf.tensor2d(
    Array.from({ length: 64 }, (_, id) => [id === 5 ? 1 : 0, id % 8 === 0 ? 1 : 0]),
  );
  for (const chunk of [3, 30, 1e4]) {
    const { entropies } = await found(hidden, head, tf.zeros([3], "int32"), chunk);
    assertClose(entropies, [1, 0, 0.5], 1e-6, { what: `entropies in chunks of ${chunk}` });
  }
});

Deno.test("pairLogps() averages entropies over the answers' tokens, however rows are laid out", async () => {
  const model = await fixtureModel("gpt2-a");
  const { pairs } = await fixture<{ pairs: FixturePair[] }>("logps.json");
  for (const layout of ["packed", "apart"] as const) {
    const batch = batchTensors(batchPairs(encoded(pairs), { layout }));
    const perToken = completionLogpsAndEntropies(model, batch).entropies;
    const tokens = [...await perToken.data()];
    const answers = [...pairs.map((pair) => pair.chosen), ...pairs.map((pair) => pair.rejected)];
    const means = answers.map(({ length }) =>
      tokens.splice(0, length).reduce((sum, x) => sum + x, 0) / length
    );
    const [{ chosenEntropies, rejectedEntropies, chosen }] = pairLogps(model, batch, {
      entropies: true,
    }) as [ReturnType<typeof pairLogps>[number]];
    assertClose(
      [...await chosenEntropies!.data(), ...await rejectedEntropies!.data()],
      means,
      1e-6,
    );
    ok(means.every((mean) => mean > 0 && mean < 1));
    const [without] = pairLogps(model, batch, { gradient: false });
    deepEqual(await chosen.data(), await without!.chosen.data());
  }
});

Deno.test("what gives entropies leaves no tensor behind but what it returns", async () => {
  const model = await fixtureModel("gpt2-a");
  const { pairs } = await fixture<{ pairs: FixturePair[] }>("logps.json");
  const batch = batchTensors(batchPairs(encoded(pairs)));
  const [head, hidden] = [noise(1, [11, 5]), noise(2, [3, 5])];
  const targets = tf.zeros([3], "int32");
  await noLeaks(() => tf.dispose({ ...tokenLogpsAndEntropies(hidden, head, targets) }));
  await noLeaks(() => tf.dispose({ ...answerLogpsAndEntropies(model, batch) }));
  await noLeaks(() =>
    tf.dispose(pairLogps(model, batch, { entropies: true }).map((p) => ({ ...p })))
  );
});
