import { deepEqual, ok, rejects } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { type Linear, logitsOf, plainLinear } from "../../lib/model/mod.ts";
import { assertClose, fixture, flat, noLeaks } from "../_support.ts";
import { fixtureModel, smallModel } from "./_models.ts";

const row = (...ids: number[]) => Int32Array.from(ids);

Deno.test("logitsOf() gives transformers' scores, row by row", async () => {
  const model = await fixtureModel("gpt2-a");
  const { "gpt2-a": { forward } } = await fixture<
    { "gpt2-a": { forward: { ids: number[][]; logits: number[][][] }[] } }
  >("logits.json");
  const rows = forward.flatMap(({ ids }) => ids.map((row) => Int32Array.from(row)));
  const scores = await logitsOf(model, rows);
  const expected = forward.flatMap(({ logits }) => logits);
  scores.forEach((own, i) => assertClose(own, flat(expected[i]), 1e-4, { what: `row ${i}` }));
});

Deno.test("logitsOf() takes rows of other lengths, and leaves each as it is alone", async () => {
  const model = smallModel();
  const [alone] = await logitsOf(model, [row(3)]);
  const [, beside] = await logitsOf(model, [row(1, 2, 4), row(3)]);
  deepEqual(beside, alone);
});

Deno.test("logitsOf() runs under the maps that it is given", async () => {
  const model = smallModel();
  const linear: Linear = (...map) => tf.mul(plainLinear(...map), 2);
  const [[doubled], [plain]] = [
    await logitsOf(model, [row(1, 2)], { linear }),
    await logitsOf(model, [row(1, 2)]),
  ];
  ok(doubled!.some((x, i) => Math.abs(x - plain![i]!) > 1e-6));
});

Deno.test("logitsOf() leaves no tensor behind", async () => {
  const model = smallModel();
  await noLeaks(() => logitsOf(model, [row(1, 2), row(3)]));
});

Deno.test("logitsOf() names a row that is empty or too long", async () => {
  const model = smallModel();
  await rejects(logitsOf(model, [row(1), row()]), {
    name: "RangeError",
    message: "Cannot compute logits as row 1 must have 1 to 16 tokens: current length is 0",
  });
  await rejects(logitsOf(model, [new Int32Array(17)]), /row 0 .* current length is 17$/);
});
