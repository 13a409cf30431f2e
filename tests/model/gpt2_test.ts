import { deepEqual, equal, notDeepEqual } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { forward, headMatrix } from "../../lib/model/mod.ts";
import { assertClose, fixture, flat, noLeaks } from "../_support.ts";
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

Deno.test("forward() leaves no tensor behind but what it returns", async () => {
  const model = smallModel();
  const ids = tokens([[1, 2, 3]]);
  await noLeaks(() => forward(model, ids).dispose());
});

Deno.test("forward() gives each layer's joint projection to the attention that stands in", () => {
  const seen: unknown[] = [];
  tf.tidy(() =>
    forward(smallModel(), tokens([[1, 2, 3]]), {
      attend: (joint, layer) => {
        seen.push([layer, joint.shape]);
        return tf.zeros([1, 3, 8]);
      },
    })
  );
  deepEqual(seen, [[0, [1, 3, 24]], [1, [1, 3, 24]]]);
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
