import { deepEqual, notEqual } from "node:assert/strict";
import { disposeTree, key } from "../../lib/base/mod.ts";
import { loraBank, loraScale, mergeAdapter } from "../../lib/adapter/mod.ts";
import { generateIds } from "../../lib/model/mod.ts";
import { assertClose, noLeaks } from "../_support.ts";
import { fixtureModel, scoresOf } from "../model/_models.ts";
import { fixtureAdapter } from "./_adapters.ts";

const model = await fixtureModel("gpt2-a");
const IDS = [[3, 1, 4, 1, 5, 9, 2], [6, 5, 3, 5, 8, 9, 7]];

for (const name of ["fast", "all-rs"]) {
  Deno.test(`mergeAdapter() gives a model that scores as the adapter ${name} does`, async () => {
    const adapter = await fixtureAdapter(name, model.config);
    const bank = loraBank([adapter.weights], loraScale(adapter.config));
    const merged = await scoresOf(mergeAdapter(model, adapter), IDS);
    assertClose(merged, await scoresOf(model, IDS, bank), 1e-5, { what: "logits" });
  });
}

Deno.test("mergeAdapter() gives a model that writes as the adapter does", async () => {
  const adapter = await fixtureAdapter("all-rs", model.config);
  const linear = loraBank([adapter.weights], loraScale(adapter.config));
  const prompts = [Int32Array.of(7), Int32Array.of(1, 2, 3)];
  const options = { maxTokens: 8, key: key(5) };
  deepEqual(
    await generateIds(mergeAdapter(model, adapter), prompts, options),
    await generateIds(model, prompts, { ...options, linear }),
  );
});

Deno.test("mergeAdapter() copies what it does not change, and leaves the model alone", async () => {
  const adapter = await fixtureAdapter("fast", model.config);
  const before = await scoresOf(model, IDS);
  const merged = mergeAdapter(model, adapter);
  const name = "h.0.mlp.c_fc.weight";
  deepEqual(await merged.weights[name]!.data(), await model.weights[name]!.data());
  notEqual(merged.weights[name], model.weights[name]);
  disposeTree(merged.weights);
  deepEqual(await scoresOf(model, IDS), before);
});

Deno.test("mergeAdapter() leaves no tensor behind but its model", async () => {
  const adapter = await fixtureAdapter("fast", model.config);
  await noLeaks(() => disposeTree(mergeAdapter(model, adapter).weights));
});
