import { deepEqual, equal, throws } from "node:assert/strict";
import {
  disposeTree,
  flatten,
  isTensor,
  keepTree,
  mapTree,
  type Tensor,
  type TensorTree,
  tf,
  unflatten,
} from "../../lib/base/mod.ts";
import { noLeaks } from "../_support.ts";

function sample(): TensorTree {
  return { fast: { map: { A: tf.scalar(1), B: tf.scalar(2) } }, step: tf.scalar(3) };
}

Deno.test("flatten() joins the names of a path and keeps the order of insertion", () => {
  const tree = sample();
  deepEqual(Object.keys(flatten(tree)), ["fast/map/A", "fast/map/B", "step"]);
  equal(flatten(tree).step, tree.step);
  deepEqual(Object.keys(flatten({ a: tf.scalar(1) }, "in/")), ["in/a"]);
});

Deno.test("unflatten() undoes flatten()", () => {
  const tree = sample();
  const built = unflatten(flatten(tree));
  deepEqual(Object.keys(flatten(built)), Object.keys(flatten(tree)));
  equal(flatten(built)["fast/map/B"], flatten(tree)["fast/map/B"]);
  deepEqual(unflatten({}), {});
});

Deno.test("mapTree() meets the leaves of one path, in whatever order they were inserted", async () => {
  const [a, b] = [{ x: tf.scalar(5), y: tf.scalar(7) }, { y: tf.scalar(1), x: tf.scalar(2) }];
  const difference = flatten(mapTree((p, q) => tf.sub(p!, q!), a, b));
  deepEqual(Object.keys(difference), ["x", "y"]);
  deepEqual([...await difference.x!.data()], [3]);
  deepEqual([...await difference.y!.data()], [6]);
});

Deno.test("mapTree() takes its shape from the first tree and refuses one that lacks a path", () => {
  const wide = { a: tf.scalar(1), b: tf.scalar(2) };
  const narrow = { a: tf.scalar(3) };
  deepEqual(Object.keys(flatten(mapTree((p) => p, narrow, wide))), ["a"]);
  throws(() => mapTree((p) => p, wide, narrow), {
    name: "RangeError",
    message: 'Cannot map trees as one of them lacks "b"',
  });
});

Deno.test("disposeTree() disposes every leaf", async () => {
  await noLeaks(() => disposeTree(sample()));
});

Deno.test("keepTree() takes leaves out of the surrounding tidy", async () => {
  await noLeaks(async () => {
    let kept: TensorTree = {};
    tf.tidy(() => {
      kept = keepTree(sample());
    });
    deepEqual([...await (kept.step as Tensor).data()], [3]);
    disposeTree(kept);
  });
});

Deno.test("isTensor() tells a leaf from a branch", () => {
  equal(isTensor(tf.scalar(1)), true);
  equal(isTensor({ a: tf.scalar(1) }), false);
  equal(isTensor({}), false);
});
