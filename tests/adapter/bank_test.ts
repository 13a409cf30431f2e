import { deepEqual, throws } from "node:assert/strict";
import { type Tensor, type Tensors, tf } from "../../lib/base/mod.ts";
import { loraBank, loraScale } from "../../lib/adapter/mod.ts";
import { affine } from "../../lib/model/mod.ts";
import { assertClose, fixture, flat, noLeaks } from "../_support.ts";
import { assertFiniteDifferences, assertSameGradients, noise } from "../model/_gradients.ts";
import { fixtureModel, scoresOf, smallModel } from "../model/_models.ts";
import { fixtureAdapter, movedAdapter, SMALL } from "./_adapters.ts";

const model = await fixtureModel("gpt2-a");
const { ids, logits } = await fixture<{ ids: number[][]; logits: Record<string, number[][][]> }>(
  "lora.json",
);

for (const name of ["fast", "slow", "all-rs"]) {
  Deno.test(`loraBank() with the adapter ${name} agrees with PEFT to 1e-4`, async () => {
    const { weights, config } = await fixtureAdapter(name, model.config);
    const scores = await scoresOf(model, ids, loraBank([weights], loraScale(config)));
    assertClose(scores, flat(logits[name]), 1e-4, { what: "logits" });
  });
}

Deno.test("loraBank() runs several modules in one pass as it runs each apart", async () => {
  const [fast, slow] = [
    await fixtureAdapter("fast", model.config),
    await fixtureAdapter("slow", model.config),
  ];
  const scale = loraScale(fast.config);
  for (const active of [[null, fast, slow], [slow, null, fast], [fast, fast]]) {
    const bank = active.map((module) => module && module.weights);
    const together = await scoresOf(
      model,
      bank.flatMap(() => ids),
      loraBank(bank, scale),
    );
    const apart = await Promise.all(
      bank.map(async (module) => [...await scoresOf(model, ids, loraBank([module], scale))]),
    );
    assertClose(together, apart.flat(), 1e-5, { what: "logits" });
  }
});

Deno.test("loraBank() of null alone is the base, bit for bit", async () => {
  deepEqual(await scoresOf(model, ids, loraBank([null], 2)), await scoresOf(model, ids));
});

const [A, B] = [noise(1, [2, 4]), noise(2, [3, 2])];
const [A2, B2] = [noise(3, [2, 4]), noise(4, [3, 2])];
const [weight, bias] = [noise(5, [4, 3]), noise(6, [3])];
const banked = (...[x, A, B, A2, B2]: Tensor[]) => {
  const modules = [
    { "map.lora_A": A!, "map.lora_B": B! },
    null,
    { "map.lora_A": A2!, "map.lora_B": B2! },
  ];
  return loraBank(modules, 1.5)("map", x!, weight, bias);
};
const oneByOne = (...[x, A, B, A2, B2]: Tensor[]) => {
  const [first, base, last] = tf.split(x!, 3, 0) as [Tensor, Tensor, Tensor];
  const update = (x: Tensor, A: Tensor, B: Tensor) => {
    const [rows, time] = x.shape as [number, number];
    const down = tf.matMul(x.reshape([rows * time, 4]), A, false, true) as tf.Tensor2D;
    return tf.mul(tf.matMul(down, B as tf.Tensor2D, false, true).reshape([rows, time, 3]), 1.5);
  };
  const plain = (x: Tensor) => {
    const [rows, time] = x.shape as [number, number];
    return tf.add(tf.matMul(x.reshape([rows * time, 4]), weight as tf.Tensor2D), bias)
      .reshape([rows, time, 3]);
  };
  return tf.concat([
    tf.add(plain(first), update(first, A!, B!)),
    plain(base),
    tf.add(plain(last), update(last, A2!, B2!)),
  ]);
};

Deno.test("loraBank() has the gradients of x W + b + s (x Aᵀ) Bᵀ in x, A and B of every module", async () => {
  const inputs = [noise(7, [6, 2, 4]), A, B, A2, B2];
  await assertSameGradients(banked, oneByOne, inputs);
  await assertFiniteDifferences(banked, [noise(8, [3, 2, 4]), A, B, A2, B2]);
});

Deno.test("loraBank() leaves maps alone that no module adapts", async () => {
  const x = noise(9, [2, 1, 4]);
  const linear = loraBank([{ "other.lora_A": A, "other.lora_B": B }], 1.5);
  const [y, plain] = [linear("map", x, weight, bias), affine(x, weight, bias)];
  deepEqual(await y.data(), await plain.data());
});

Deno.test("loraBank() refuses rows that do not divide among the modules", () => {
  const module = { "map.lora_A": A, "map.lora_B": B };
  throws(() => loraBank([module, null], 1)("map", tf.ones([3, 1, 4]), weight, bias), {
    name: "RangeError",
    message: "Cannot share 3 rows among 2 modules: they must divide evenly",
  });
});

Deno.test("loraBank() refuses modules that adapt different maps, in either order", () => {
  const config = smallModel().config;
  const narrow = movedAdapter(config, SMALL).weights;
  const wide = movedAdapter(config, { ...SMALL, targets: ["c_attn", "c_fc"] }).weights;
  const run = (bank: (Tensors | null)[]) =>
    tf.tidy(() => {
      const x = tf.ones([bank.length, 1, 8]);
      loraBank(bank, 1)("h.0.mlp.c_fc", x, tf.ones([8, 32]), tf.ones([32]));
    });
  for (const bank of [[wide, narrow], [narrow, wide], [null, narrow, wide]]) {
    throws(() => run(bank), {
      name: "RangeError",
      message: 'Cannot run the modules together as one of them lacks "h.0.mlp.c_fc.lora_A"',
    });
  }
});

Deno.test("loraBank() leaves no tensor behind", async () => {
  const x = noise(9, [2, 1, 4]);
  const linear = loraBank([null, { "map.lora_A": A, "map.lora_B": B }], 1.5);
  await noLeaks(() => tf.tidy(() => linear("map", x, weight, bias)).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(linear("map", x, weight, bias)))(x).dispose());
});
