import { deepEqual, ok } from "node:assert/strict";
import {
  adapterFromFiles,
  filesFromAdapter,
  loraBank,
  loraMixture,
  loraRanks,
  loraScales,
  mergeAdapter,
  modulePath,
  targetMaps,
} from "../../lib/adapter/mod.ts";
import { tf } from "../../lib/base/mod.ts";
import { readSafetensors } from "../../lib/model/mod.ts";
import { assertClose, fixture, flat, maxNorm } from "../_support.ts";
import { fixtureModel, scoresOf } from "../model/_models.ts";
import { adapterFiles } from "./_adapters.ts";

interface Scored {
  readonly ids: readonly number[][];
  readonly adapters: Readonly<
    Record<string, {
      readonly logits: number[][][];
      readonly maps: Readonly<Record<string, readonly [rank: number, scaling: number]>>;
    }>
  >;
}

const { models } = await fixture<{ models: Readonly<Record<string, Scored>> }>("adapters.json");

for (const [base, { ids, adapters }] of Object.entries(models)) {
  const model = await fixtureModel(base);

  for (const [name, { logits, maps }] of Object.entries(adapters)) {
    const files = await adapterFiles(name, "adapters");
    const adapter = adapterFromFiles(files.config, files.bytes, model.config, name);
    const { config, weights } = adapter;

    Deno.test(`the adapter ${name} has PEFT's maps, ranks and scales`, () => {
      const [rankOf, scaleOf] = [loraRanks(config), loraScales(config)];
      const ours = Object.keys(targetMaps(model.config, config.targets));
      deepEqual(ours.map(modulePath).sort(), Object.keys(maps).sort());
      for (const map of ours) {
        const [rank, scale] = maps[modulePath(map)]!;
        deepEqual([rankOf(map), weights[`${map}.lora_A`]!.shape[0]], [rank, rank]);
        assertClose([scaleOf(map)], [scale], 1e-8, { what: `scale of ${map}` });
      }
    });

    Deno.test(`the adapter ${name} gives PEFT's logits to 1e-4: in a bank, a mixture, and merged`, async () => {
      const expected = flat(logits);
      const bank = loraBank([weights], loraScales(config));
      assertClose(await scoresOf(model, ids, bank), expected, 1e-4, { what: "bank" });
      const mixture = loraMixture([adapter], tf.tensor1d([1]));
      assertClose(await scoresOf(model, ids, mixture), expected, 1e-4, { what: "mixture" });
      const merged = mergeAdapter(model, adapter);
      assertClose(await scoresOf(merged, ids), expected, 1e-4, { what: "merged" });
      const plain = await scoresOf(model, ids);
      ok(maxNorm(expected.map((x, i) => x - plain[i]!)) > 0.1, "the adapter changes nothing");
    });

    Deno.test(`filesFromAdapter() writes the adapter ${name} as PEFT does, what is taken away as what is left`, async () => {
      const written = await filesFromAdapter(adapter, base);
      deepEqual(
        readSafetensors(written.bytes, name).tensors,
        readSafetensors(files.bytes, name).tensors,
      );
      const { target_modules, ...others } = written.config;
      for (const [field, value] of Object.entries(others)) {
        deepEqual(value, files.config[field], `field ${field}`);
      }
      const { exclude_modules, layers_to_transform } = files.config;
      if (exclude_modules ?? layers_to_transform ?? null) {
        deepEqual([...target_modules as string[]].sort(), Object.keys(maps).sort());
      } else deepEqual(target_modules, files.config.target_modules);
      const read = adapterFromFiles(written.config, written.bytes, model.config, name);
      deepEqual(read.config, config);
    });
  }
}
