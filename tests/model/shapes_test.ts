import { deepEqual, equal } from "node:assert/strict";
import { linearMaps, parameterShapes, parseConfig } from "../../lib/model/mod.ts";
import { modelFiles } from "./_models.ts";

Deno.test("parameterShapes() has the head only where it is not tied", async () => {
  const [tied, untied] = await Promise.all(
    ["gpt2-a", "gpt2-b"].map(async (name) =>
      parameterShapes(parseConfig((await modelFiles(name)).config))
    ),
  );
  equal(tied!["lm_head.weight"], undefined);
  deepEqual(untied!["lm_head.weight"], [53, 20]);
  deepEqual(tied!["wpe.weight"], [48, 24]);
  equal(Object.keys(tied!).length, 2 + 2 * 12 + 2);
});

Deno.test("linearMaps() has four maps a layer, as [in, out]", async () => {
  const maps = linearMaps(parseConfig((await modelFiles("gpt2-b")).config));
  equal(Object.keys(maps).length, 12);
  deepEqual(maps["h.2.attn.c_attn"], [20, 60]);
  deepEqual(maps["h.2.attn.c_proj"], [20, 20]);
  deepEqual(maps["h.2.mlp.c_fc"], [20, 52]);
  deepEqual(maps["h.2.mlp.c_proj"], [52, 20]);
});
