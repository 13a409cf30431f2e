import { deepEqual, throws } from "node:assert/strict";
import { type Tensor, tf } from "../../lib/base/mod.ts";
import { headByHead, sideBySide, turningHeads } from "../../lib/model/mod.ts";
import { rotaryOf } from "../../lib/model/mod.ts";
import { assertClose, noLeaks, take } from "../_support.ts";
import { noise } from "./_gradients.ts";

const POSITIONS = tf.tensor2d([[0, 1, 2], [4, 5, 5]], [2, 3], "int32");
const rotary = rotaryOf({ rope_theta: 100 }, 4);

const LAYOUTS = {
  "side by side": sideBySide({ heads: 4, kvHeads: 2 }),
  "head by head": headByHead({ heads: 4, kvHeads: 4 }),
  "side by side, turned": turningHeads(sideBySide({ heads: 4, kvHeads: 2 }), rotary, POSITIONS),
  "head by head, turned": turningHeads(headByHead({ heads: 4, kvHeads: 4 }), rotary, POSITIONS),
};
const WIDTH = 48;

for (const [name, heads] of Object.entries(LAYOUTS)) {
  Deno.test(`Heads ${name}: join() is the gradient of split()`, async () => {
    const joint = noise(1, [2, 3, WIDTH]);
    const pulls = tf.tidy(() => heads.split(joint).map((part, i) => noise(2 + i, part.shape)));
    const pulled = (x: Tensor) =>
      heads.split(x).map((part, i) => tf.sum(tf.mul(part, pulls[i]!))).reduce((a, b) =>
        tf.add(a, b)
      );
    const expected = await take(tf.grad(pulled)(joint));
    const [q, k, v] = pulls as [Tensor, Tensor, Tensor];
    assertClose(await take(heads.join(heads.held, q, k, v)), expected, 1e-6);
  });

  Deno.test(`Heads ${name}: join() undoes split(), and neither leaves a tensor behind`, async () => {
    const joint = noise(1, [2, 3, WIDTH]);
    const there = () => tf.tidy(() => heads.join(heads.held, ...heads.split(joint)));
    assertClose(await take(there()), await joint.data(), 1e-6);
    await noLeaks(() => there().dispose());
  });
}

Deno.test("turningHeads() turns by distance alone: scores do not see where a pair stands", async () => {
  const scores = async (first: number) => {
    const positions = tf.tensor2d([[first, first + 3]], [1, 2], "int32");
    const [q, k] = turningHeads(sideBySide({ heads: 1, kvHeads: 1 }), rotary, positions)
      .split(noise(7, [1, 2, 12]));
    return await take(tf.matMul(q, k, false, true));
  };
  assertClose(await scores(0), await scores(40), 1e-5);
});

Deno.test("rotaryOf() gives one angle a pair, from 1 down to 1 / θ", () => {
  deepEqual(rotaryOf({ rope_theta: 10000 }, 4), { width: 4, frequencies: [1, 0.01] });
  deepEqual(
    rotaryOf({ rope_parameters: { rope_theta: 100, rope_type: "default" } }, 2).frequencies,
    [1],
  );
});

Deno.test("rotaryOf() refuses a scaling that is not known, and one that lacks a value", () => {
  throws(() => rotaryOf({ rope_scaling: { type: "yarn", factor: 4 } }, 4), {
    name: "RangeError",
    message:
      `Cannot read the model's config as rope_type "yarn" is not one of: default, linear, llama3`,
  });
  throws(
    () => rotaryOf({ rope_scaling: { rope_type: "llama3", factor: 4 } }, 4),
    /low_freq_factor of rope_scaling must be > 0: current value is undefined/,
  );
});
