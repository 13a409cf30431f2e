import { equal } from "node:assert/strict";
import { assertClose, engine, maxNorm, take } from "../_support.ts";
import { type Case, FAMILY, type Given, given, gradients, known } from "./_family.ts";

void engine;

async function assertCase(name: string, batch: Given, { losses, gradients: expected }: Case) {
  const loss = FAMILY[name]!;
  const found = await take(loss(batch.policy, batch.reference, batch.facts));
  if (typeof losses === "number") {
    assertClose([found.reduce((sum, x) => sum + x, 0) / found.length], [losses], 1e-5);
  } else {
    equal(found.length, losses.length);
    losses.forEach((x, i) =>
      assertClose([found[i]!], [x], 1e-5, { what: `loss ${i}`, scale: Math.max(1, Math.abs(x)) })
    );
  }
  const slopes = gradients(loss, batch);
  // Where pairs are coupled, the fixture has the gradient of their mean.
  const count = typeof losses === "number" ? found.length : 1;
  for (const [i, side] of (["chosen", "rejected"] as const).entries()) {
    assertClose([...await take(slopes[i]!)].map((x) => x / count), expected[side], 1e-5, {
      what: `gradient of ${side}`,
      scale: maxNorm(expected[side]),
    });
  }
}

for (const [name, numbers] of Object.entries({ ...known.cases, ...known.coupled })) {
  Deno.test(`${name} has the losses and gradients of TRL, or of its authors' formula`, async () => {
    await assertCase(name, given(known), numbers);
  });
}

Deno.test("sdpo has its authors' losses and gradients over three rejected answers", async () => {
  await assertCase("sdpo", given(known.negatives), known.negatives.sdpo);
});
