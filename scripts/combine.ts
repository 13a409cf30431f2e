/** Combines adapters of one base to one. */
import { join } from "node:path";
import { combine, updateNorm } from "../lib/combine/mod.ts";
import { fetchConfig, readJson } from "../lib/data/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import { parseConfig } from "../lib/model/mod.ts";
import { readAdapter, writeAdapter } from "../lib/train/mod.ts";
import { adapterBase } from "./_adapter_base.ts";
import { main, readArguments, UsageError } from "./_arguments.ts";
import { combineOptions, modeOf } from "./_combine_options.ts";
import { requireEmpty } from "./_empty_folder.ts";
import { modelFolder } from "./_load.ts";
import { locateAdapter } from "./_locate.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

await main(async () => {
  const { values } = readArguments(combineOptions, Deno.args, {
    task: "combine",
    summary:
      "Writes one adapter made of several; prints {mode, weights, rank, norms, norm}, the last two Frobenius norms of the adapters' updates and of the whole.",
    examples: [
      "--adapters runs/a/adapter,runs/b/adapter --weights 0.5,0.5 --out runs/both",
      "--adapters runs/a/adapter,runs/b/adapter --weights 1,-0.4 --mode svd --rank 8 --out runs/both",
    ],
  });
  const mode = modeOf(values);
  await requireEmpty(values.out);
  const folders: string[] = [];
  for (const name of values.adapters) folders.push((await locateAdapter(name)).path);
  const named = await adapterBase(folders);
  const config = await baseConfig(values.model, named);
  await ensureEngine({ engine: values.engine, say });
  const adapters = [];
  for (const folder of folders) adapters.push(await readAdapter(folder, config));
  const whole = await combine(adapters, values.weights, { mode, names: values.adapters });
  const norms = await Promise.all(adapters.map(updateNorm));
  const norm = await updateNorm(whole);
  if (!Number.isFinite(norm)) {
    throw new RangeError(
      `Cannot combine ${
        values.adapters.join(", ")
      } as the norm of the result must be finite: current value is ${norm}`,
    );
  }
  await writeAdapter(values.out, whole, named ?? values.model ?? null);
  const { weights, out } = values;
  const line = { mode: mode.name, weights, rank: whole.config.rank, norms, norm, out };
  writeText(Deno.stdout, `${JSON.stringify(line)}\n`);
});

/** Architecture of the base: the one that was given, else the one that the adapters name. */
async function baseConfig(given: string | undefined, named: string | undefined) {
  if (given === undefined && named === undefined) {
    throw new UsageError("Option --model is needed as no adapter names its base. See --help.");
  }
  const folder = given === undefined
    ? await modelFolder(named!, "adapters' base, which --model can name,", fetchConfig)
    : await modelFolder(given, "model", fetchConfig);
  return parseConfig(await readJson(join(folder, "config.json")) as Record<string, unknown>);
}
