import { deepEqual } from "node:assert/strict";
import {
  type Scalar,
  type Tensor,
  type Tensors,
  tf,
  valueAndGradients,
} from "../../lib/base/mod.ts";
import { loraBank } from "../../lib/adapter/mod.ts";
import { forward, generateIds, headMatrix, type Model } from "../../lib/model/mod.ts";
import { nextTokenLoss } from "../../lib/logprobs/mod.ts";
import { loadModel } from "../../lib/train/mod.ts";
import { assertClose, fixture, fixturePath, take } from "../_support.ts";
import { scoresOf } from "./_models.ts";

/** What `dump_families.py` wrote of a model. */
interface Family {
  readonly logits: number[][][];
  readonly greedy: readonly { readonly prompt: number[]; readonly generated: number[] }[];
  readonly lora: {
    readonly loss: number;
    readonly along: Readonly<Record<string, number>>;
    readonly norms: Readonly<Record<string, number>>;
    readonly weights: Readonly<Record<string, number[][]>>;
  };
}

const { ids, ...families } = await fixture<
  & { readonly ids: number[][] }
  & Readonly<Record<string, Family>>
>("families.json");
const load = (name: string) => loadModel(fixturePath(`families/${name}`));

for (const [name, { logits, greedy, lora }] of Object.entries(families as Record<string, Family>)) {
  Deno.test(`${name}: forward() gives the logits of transformers`, async () => {
    assertClose(await scoresOf(await load(name), ids), logits.flat(2), 2e-5);
  });

  Deno.test(`${name}: generateIds() writes what transformers writes, token for token`, async () => {
    const model = await load(name);
    const prompts = greedy.map(({ prompt }) => Int32Array.from(prompt));
    const written = await generateIds(model, prompts, { maxTokens: 12, temperature: 0 });
    deepEqual(written.map((ids) => [...ids]), greedy.map(({ generated }) => generated));
  });

  Deno.test(`${name}: gradients of adapters on every map are those of PEFT`, async () => {
    const model = await load(name);
    const factors: Tensors = Object.fromEntries(
      Object.entries(lora.weights).map(([name, rows]) => [name, tf.tensor2d(rows)]),
    );
    const found = nextTokenGradients(model, factors);
    assertClose(await take(found.loss), [lora.loss], 1e-5);
    for (const [name, expected] of Object.entries(lora.along)) {
      const size = lora.norms[name]!;
      assertClose(await take(along(found.gradients[name]!)), [expected], 2e-5 * Math.max(1, size));
    }
  });
}

/** Mean cross-entropy of the next tokens under adapters of rank 2 and α = 3, and its gradients. */
function nextTokenGradients(model: Model, factors: Tensors) {
  const { value, gradients } = valueAndGradients((params) => {
    const hidden = forward(model, tf.tensor2d(ids, undefined, "int32"), {
      linear: loraBank([params as Tensors], 3 / 2),
    });
    const [rows, time] = [ids.length, ids[0]!.length];
    const before = tf.slice(hidden, [0, 0, 0], [rows, time - 1, -1]);
    const targets = tf.tensor1d(ids.flatMap((row) => row.slice(1)), "int32");
    const flat = before.reshape([-1, model.config.width]);
    return { value: nextTokenLoss(flat, headMatrix(model), targets) as Scalar, extra: [] };
  }, factors);
  return { loss: value, gradients: gradients as Tensors };
}

/** Σ g_i cos i over the entries in order: one number that every entry counts in. */
function along(gradient: Tensor): Tensor {
  return tf.tidy(() => {
    const place = tf.range(0, gradient.size);
    return tf.sum(tf.mul(gradient.flatten(), tf.cos(place)));
  });
}
