import { deepEqual, equal, ok } from "node:assert/strict";
import { key, normal, type Tensor, tf, uniform } from "../../lib/base/mod.ts";
import { compile } from "../../lib/engine/mod.ts";
import { type Draw, drawFor, drawInOrder, LARGEST_DRAW } from "../../lib/model/draw.ts";
import { type SampleOptions, sampleToken } from "../../lib/model/mod.ts";
import { noLeaks } from "../_support.ts";

const ROWS = 512;

/** Tokens by a step that is recorded where the engine records. */
async function drawn(draw: Draw, scores: Tensor, draws: Tensor): Promise<number[]> {
  const batch = { scores, draws };
  const step = compile((_, { scores, draws }) => [{}, { ids: draw(scores!, draws!) }], {}, batch);
  const { ids } = step.run(batch);
  const found = [...await ids!.data<"int32">()];
  equal(ids!.dtype, "int32");
  tf.dispose([ids, scores, draws]);
  step.dispose();
  return found;
}

/** Random scores of many rows with what the host draws from them, and the host's scores. */
function many(vocab: number, seed: number) {
  const scores = Float32Array.from(normal(key(seed), ROWS * vocab), (x) => 2 * x);
  const draws = Float32Array.from(uniform(key(seed + 1), ROWS));
  return {
    rows: Array.from({ length: ROWS }, (_, i) => scores.subarray(i * vocab, (i + 1) * vocab)),
    draws,
    tensors: [tf.tensor2d(scores, [ROWS, vocab]), tf.tensor1d(draws)] as const,
  };
}

/** Whether the host gives the token for a draw that is at most 10⁻⁵ away. */
function isNear(scores: Float32Array, draw: number, id: number, options: SampleOptions) {
  return [-1e-5, 1e-5].some((shift) =>
    sampleToken(scores, Math.min(Math.max(draw + shift, 0), LARGEST_DRAW), options) === id
  );
}

// One block of tokens, whole blocks, a last block that is not full, one token.
for (const vocab of [1, 61, 64, 130, 1000, 4096]) {
  for (const options of [{}, { topP: 0.7 }, { temperature: 0 }]) {
    Deno.test(`drawFor(${JSON.stringify(options)}) draws of ${vocab} tokens what the host draws`, async () => {
      const { rows, draws, tensors } = many(vocab, vocab);
      const found = await drawn(drawFor(options), ...tensors);
      const host = rows.map((scores, i) => sampleToken(scores, draws[i]!, options));
      const others = [...rows.keys()].filter((i) => found[i] !== host[i]);
      ok(others.length <= 2, `${others.length} of ${ROWS} rows differ`);
      for (const i of others) ok(isNear(rows[i]!, draws[i]!, found[i]!, options), `row ${i}`);
    });
  }
}

Deno.test("drawInOrder() never draws a token of probability 0, at either end of the draw", async () => {
  const none = -Infinity;
  const scores = [[none, 0, none], [0, none, none], [none, none, 3], [none, 1, 1]];
  const first = await drawn(drawInOrder, tf.tensor2d(scores), tf.zeros([4]));
  deepEqual(first, [1, 0, 2, 1]);
  const last = await drawn(drawInOrder, tf.tensor2d(scores), tf.fill([4], LARGEST_DRAW));
  deepEqual(last, [1, 0, 2, 2]);
});

Deno.test("drawInOrder() draws in proportion", async () => {
  const scores = tf.tile(tf.log(tf.tensor2d([[1, 5, 4]])), [10_000, 1]);
  const draws = tf.tensor1d(Float32Array.from(uniform(key(3), 10_000)));
  const counts = [0, 0, 0];
  for (const id of await drawn(drawInOrder, scores, draws)) counts[id]!++;
  counts.forEach((count, i) => ok(Math.abs(count / 10_000 - [0.1, 0.5, 0.4][i]!) < 0.02));
});

Deno.test("draws leave no tensor behind", async () => {
  const [scores, draws] = [tf.zeros([2, 70]), tf.zeros([2])];
  for (const options of [{}, { topP: 0.5 }, { temperature: 0 }]) {
    await noLeaks(() => drawFor(options)(scores, draws).dispose());
  }
});
