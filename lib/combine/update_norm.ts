import { type Adapter, loraScales } from "../adapter/mod.ts";
import { type Matrix, tf } from "../base/mod.ts";
import { mapsOf } from "./combine.ts";

/**
 * Frobenius norm of an adapter's whole update, √Σ ‖s B A‖² over its maps.
 *
 * @example
 * ```ts
 * import { updateNorm } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { equal } from "node:assert/strict";
 *
 * const weights = { "map.lora_A": tf.tensor2d([[3, 4]]), "map.lora_B": tf.tensor2d([[1]]) };
 * const config = { rank: 1, alpha: 2, targets: ["map"], rankStabilised: false };
 * equal(await updateNorm({ config, weights }), 10);
 * ```
 */
export async function updateNorm(adapter: Adapter): Promise<number> {
  const { config, weights } = adapter;
  const scaleOf = loraScales(config);
  const maps = mapsOf(adapter);
  const squares = maps.map((map) =>
    tf.tidy(() => {
      const [A, B] = [weights[`${map}.lora_A`], weights[`${map}.lora_B`]] as [Matrix, Matrix];
      return tf.sum(tf.square(tf.matMul(B, A))); // from the product itself: updates that cancel out give 0
    })
  );
  const read = await Promise.all(squares.map((square) => square.data()));
  tf.dispose(squares);
  return Math.hypot(...read.map(([square], i) => scaleOf(maps[i]!) * Math.sqrt(square!)));
}
