import { deepEqual } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { selectRows, sumByRow } from "../../lib/logprobs/mod.ts";
import { noLeaks, take } from "../_support.ts";
import { assertFiniteDifferences, noise } from "../model/_gradients.ts";

const x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
const places = tf.tensor1d([2, 0], "int32");
const owners = tf.tensor1d([0, 2, 0], "int32");

Deno.test("selectRows() takes rows in the order asked for, and scatters their gradient", async () => {
  deepEqual([...await take(selectRows(x, places))], [5, 6, 1, 2]);
  await assertFiniteDifferences((x) => selectRows(x!, places), [noise(1, [3, 2])]);
});

Deno.test("sumByRow() adds up what a row owns, 0 where it owns nothing", async () => {
  const values = tf.tensor1d([1, 10, 100]);
  deepEqual([...await take(sumByRow(values, owners, 4))], [101, 0, 10, 0]);
  await assertFiniteDifferences((values) => sumByRow(values!, owners, 4), [noise(2, [3])]);
});

Deno.test("selectRows() and sumByRow() leave no tensor behind", async () => {
  const values = tf.tensor1d([1, 10, 100]);
  await noLeaks(() => selectRows(x, places).dispose());
  await noLeaks(() => sumByRow(values, owners, 4).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(selectRows(x, places)))(x).dispose());
  await noLeaks(() => tf.grad((v) => tf.sum(sumByRow(v, owners, 4)))(values).dispose());
});
