/** Matrix products. */
import { tf } from "../../../base/tensor.ts";
import type { Rule } from "../values.ts";

/** Rules by op. */
export const PRODUCTS: Readonly<Record<string, Rule>> = {
  BatchMatMulV2([a, b], { adj_x, adj_y }) {
    const rows = a!.shape.at(adj_x ? -1 : -2)!;
    const columns = b!.shape.at(adj_y ? -2 : -1)!;
    const outer = tf.broadcast_util.assertAndGetBroadcastShape(
      a!.shape.slice(0, -2),
      b!.shape.slice(0, -2),
    );
    return [{ shape: [...outer, rows, columns], dtype: a!.dtype }];
  },
  Einsum(inputs, { equation }) {
    const [left, right] = String(equation).replaceAll(" ", "").split("->") as [string, string];
    const sizes = new Map<string, number>();
    left.split(",").forEach((letters, i) =>
      [...letters].forEach((letter, axis) => sizes.set(letter, inputs[i]!.shape[axis]!))
    );
    return [{ shape: [...right].map((letter) => sizes.get(letter)!), dtype: inputs[0]!.dtype }];
  },
};
