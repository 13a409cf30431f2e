import { tf, type Vector } from "../../lib/base/mod.ts";
import { negLogKendall } from "../../lib/losses/kendall.ts";
import { assertClose, engine, take } from "../_support.ts";

void engine;

/** Slopes of −log g in the gaps, at one −log φ. */
function slopes(gaps: number[], c: number): Promise<ArrayLike<number>> {
  const total = (s: Vector) => tf.sum(negLogKendall(s, tf.fill([gaps.length], c))) as tf.Scalar;
  return take(tf.grad((s) => total(s as Vector))(tf.tensor1d(gaps)) as Vector);
}

Deno.test("negLogKendall() has steady slopes where cs passes 1, at which the series ends", async () => {
  for (const c of [2 ** -6, 0.125, 0.25]) {
    const at = 1 / c; // exact in float32, as are its neighbours
    for (const gap of [at, -at, at - 1]) { // cs = 1, cs = −1, c(s + 1) = 1
      const [before, here, after] = Array.from(
        await slopes([gap - 2 ** -9, gap, gap + 2 ** -9], c),
      );
      const scale = Math.abs(here!);
      assertClose([before! / scale, after! / scale], [here! / scale, here! / scale], 1e-2);
    }
  }
});
