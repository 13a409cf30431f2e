import { deepEqual, equal, notDeepEqual } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { forward, headMatrix, type LayerCache, logits } from "../../lib/model/mod.ts";
import { assertClose, fixture, flat, noLeaks, take } from "../_support.ts";
import { fixtureModel, scoresOf, smallModel, tokens } from "./_models.ts";

interface Forward {
  readonly ids: number[][];
  readonly logits: number[][][];
}

for (const name of ["gpt2-a", "gpt2-b", "gpt2-c"]) {
  Deno.test(`logits() of ${name} agree with transformers to 1e-4`, async () => {
    const model = await fixtureModel(name);
    const expected = await fixture<Record<string, { forward: Forward[] }>>("logits.json");
    for (const { ids, logits } of expected[name]!.forward) {
      assertClose(await scoresOf(model, ids), flat(logits), 1e-4, { what: "logits" });
    }
  });
}

Deno.test("forward() lets no token see a later one", async () => {
  const model = smallModel();
  const [a, b] = [await scoresOf(model, [[1, 2, 3, 4]]), await scoresOf(model, [[1, 2, 9, 4]])];
  deepEqual(a.slice(0, 2 * 11), b.slice(0, 2 * 11));
  notDeepEqual(a.slice(2 * 11), b.slice(2 * 11));
});

Deno.test("forward() treats the rows of a batch apart", async () => {
  const model = smallModel();
  const both = await scoresOf(model, [[1, 2, 3], [7, 8, 9]]);
  assertClose(both.slice(3 * 11), await scoresOf(model, [[7, 8, 9]]), 1e-6);
});

Deno.test("forward() with a cache of the first tokens gives what it gives at once", async () => {
  const model = await fixtureModel("gpt2-a");
  const ids = [29, 51, 48, 37, 0, 52];
  const whole = await scoresOf(model, [ids]);
  const [past, grown]: [LayerCache[], LayerCache[]] = [[], []];
  const stepped = tf.tidy(() => {
    forward(model, tokens([ids.slice(0, 4)]), { onCache: (layer) => past.push(layer) });
    const hidden = forward(model, tokens([ids.slice(4)]), {
      past,
      onCache: (layer) => grown.push(layer),
      positions: tokens([[4, 5]]),
      mask: tf.tensor2d([[0, 0, 0, 0, 0, -1e9], [0, 0, 0, 0, 0, 0]]),
    });
    return logits(model, hidden);
  });
  assertClose(await take(stepped), whole.slice(4 * model.config.vocab), 1e-5);
  deepEqual(grown.map(({ keys }) => keys.shape), Array(2).fill([1, 3, 6, 8]));
  for (const { keys, values } of [...past, ...grown]) tf.dispose([keys, values]);
});

Deno.test("forward() leaves no tensor behind but what it returns and hands to onCache", async () => {
  const model = smallModel();
  const ids = tokens([[1, 2, 3]]);
  await noLeaks(() => forward(model, ids).dispose());
  await noLeaks(() =>
    forward(model, ids, { onCache: ({ keys, values }) => tf.dispose([keys, values]) }).dispose()
  );
});

Deno.test("forward() passes every affine map to the hook, by name", () => {
  const names: string[] = [];
  tf.tidy(() =>
    forward(smallModel(), tokens([[1]]), {
      linear: (name, x, weight) => {
        names.push(name);
        return tf.zeros([...x.shape.slice(0, -1), weight.shape[1]!]);
      },
    })
  );
  deepEqual(names.slice(0, 4), [
    "h.0.attn.c_attn",
    "h.0.attn.c_proj",
    "h.0.mlp.c_fc",
    "h.0.mlp.c_proj",
  ]);
  equal(names.length, 8);
});

Deno.test("headMatrix() is the token embedding where the head is tied", async () => {
  const [tied, untied] = [await fixtureModel("gpt2-a"), await fixtureModel("gpt2-b")];
  equal(headMatrix(tied), tied.weights["wte.weight"]);
  equal(headMatrix(untied), untied.weights["lm_head.weight"]);
});
