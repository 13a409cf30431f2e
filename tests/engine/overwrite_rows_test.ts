import { deepEqual, equal } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { compile, overwriteRows } from "../../lib/engine/mod.ts";
import { engine, noLeaks, take } from "../_support.ts";

const at = (...rows: number[]) => tf.tensor1d(rows, "int32");

Deno.test("overwriteRows() replaces the rows that are named, and no other", async () => {
  const x = tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8]]);
  const rows = tf.tensor2d([[50, 60], [10, 20]]);
  deepEqual([...await take(overwriteRows(x, at(2, 0), rows))], [10, 20, 3, 4, 50, 60, 7, 8]);
});

Deno.test({
  name: "overwriteRows() needs no second copy on the native engine, recorded or not",
  ignore: engine.name !== "tensorflow",
  async fn() {
    const eager = tf.tensor2d([[1], [2]]);
    overwriteRows(eager, at(1), tf.tensor2d([[9]])).dispose();
    deepEqual([...await take(eager)], [1, 9]);

    const batch = { x: tf.add(tf.zeros([2, 1]), 1), at: at(0), rows: tf.tensor2d([[7]]) };
    const step = compile(
      (_, { x, at, rows }) => [{}, { y: overwriteRows(x!, at!, rows!) }],
      {},
      batch,
    );
    deepEqual([...await take(step.run(batch).y!)], [7, 1]);
    deepEqual([...await take(batch.x)], [7, 1]);
    step.dispose();
  },
});

Deno.test("overwriteRows() leaves no tensor behind but what it returns", async () => {
  const [x, place, rows] = [tf.zeros([3, 2]), at(1), tf.ones([1, 2])];
  await noLeaks(() => tf.tidy(() => overwriteRows(x, place, rows).dispose()));
  const y = overwriteRows(x, place, rows);
  equal(y.shape.join(), "3,2");
  y.dispose();
});
