import { deepEqual, rejects } from "node:assert/strict";
import { join } from "node:path";
import { findAdapter } from "../../lib/train/stored_adapter.ts";

/** A folder of empty files, some of them in folders. */
async function folderOf(...files: readonly string[]): Promise<string> {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "adapter"));
  for (const file of files) await Deno.writeTextFile(join(folder, file), "");
  return folder;
}

Deno.test("findAdapter() gives the paths of both files", async () => {
  const folder = await folderOf("adapter_config.json", "adapter_model.safetensors");
  deepEqual(await findAdapter(folder), {
    config: join(folder, "adapter_config.json"),
    weights: join(folder, "adapter_model.safetensors"),
  });
});

Deno.test("findAdapter() points from a run's folder to the adapter in it", async () => {
  const folder = await folderOf("adapter/adapter_config.json");
  await rejects(findAdapter(folder), {
    name: "RangeError",
    message: `Cannot read ${folder} as it is the folder of a run: did you mean ${
      join(folder, "adapter")
    }?`,
  });
});

Deno.test("findAdapter() refuses a pickle and says how to convert it", async () => {
  const folder = await folderOf("adapter_config.json", "adapter_model.bin");
  await rejects(findAdapter(folder), {
    name: "RangeError",
    message: /adapter_model\.bin as a pickle runs whatever code it holds: convert it in Python/,
  });
});
