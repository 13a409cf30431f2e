import { initAdapter, loraBank, loraScale } from "../../lib/adapter/mod.ts";
import { type EncodedPair, key, normal, type Tensors, tf } from "../../lib/base/mod.ts";
import { batchTensors, pairLogps } from "../../lib/logprobs/mod.ts";
import { dpo } from "../../lib/losses/mod.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";
import { loadModel } from "../../lib/train/mod.ts";
import { assertClose, take } from "../_support.ts";

const model = await loadModel("models/demo");
const config = { rank: 4, alpha: 4, targets: ["c_attn"], rankStabilised: false };
const prompt = Int32Array.of(0, 40, 41);
const answers = [[50, 51, 52], [60], [70, 71], [80, 81, 82, 83]].map((ids) => Int32Array.from(ids));
/** Every pair of four answers: twelve answers in four rows. */
const pairs: EncodedPair[] = answers.flatMap((chosen, i) =>
  answers.slice(i + 1).map((rejected) => ({ prompt, chosen, rejected: [rejected], row: i }))
);

/** DPO's mean loss and its gradient in the factors, for two modules in one pass. */
async function lossAndGradients(some: readonly EncodedPair[], modules: readonly Tensors[]) {
  const batch = batchTensors(batchPairs(some, { bucket: { time: 4, tokens: 16 } }));
  const names = Object.keys(modules[0]!);
  const { value, grads } = tf.valueAndGrads((...leaves: tf.Tensor[]) => {
    const bank = modules.map((_, m) =>
      Object.fromEntries(names.map((name, i) => [name, leaves[m * names.length + i]!]))
    );
    const linears = bank.map((module) => loraBank([module], loraScale(config)));
    const [first, second] = pairLogps(model, batch, { linears });
    return tf.mean(dpo({ beta: 0.5 })(first!, second!)) as tf.Scalar;
  })(modules.flatMap((module) => names.map((name) => module[name]!)));
  const numbers = await Promise.all([value, ...grads].map(take));
  tf.dispose(batch);
  return numbers;
}

/** A module whose B is not zero, so that both factors have a gradient. */
function moved(seed: number): Tensors {
  const { weights } = initAdapter(model.config, config, key(seed));
  return Object.fromEntries(
    Object.entries(weights).map(([name, factor], i) => [
      name,
      tf.add(
        factor,
        tf.tensor(
          Float32Array.from(normal(key(seed + i), factor.size), (x) => 0.05 * x),
          factor.shape,
        ),
      ),
    ]),
  );
}

Deno.test("answers that share a text have the loss and the gradients of answers that do not", async () => {
  const modules = [moved(1), moved(100)];
  const together = await lossAndGradients(pairs, modules);
  const apart = await Promise.all(pairs.map((pair) => lossAndGradients([pair], modules)));
  for (const [i, numbers] of together.entries()) {
    const expected = Float64Array.from(
      numbers,
      (_, at) => apart.reduce((sum, one) => sum + one[i]![at]!, 0) / pairs.length,
    );
    assertClose(numbers, expected, 1e-5, { what: i === 0 ? "loss" : `gradient ${i}` });
  }
  tf.dispose(modules);
});
