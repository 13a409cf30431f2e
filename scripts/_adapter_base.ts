import { join } from "node:path";
import { readJson } from "../lib/data/mod.ts";

/**
 * The base that the configs of PEFT folders name.
 *
 * @returns Its name or folder; undefined where no config names one.
 * @throws {RangeError} If two of them name different bases; names both.
 */
export async function adapterBase(folders: readonly string[]): Promise<string | undefined> {
  const named: { readonly folder: string; readonly base: string }[] = [];
  for (const folder of folders) {
    const config = await readJson(join(folder, "adapter_config.json")) as
      | { readonly base_model_name_or_path?: unknown }
      | null;
    const base = config?.base_model_name_or_path;
    if (typeof base === "string" && base !== "") named.push({ folder, base });
  }
  const [first] = named;
  const other = named.find(({ base }) => base !== first!.base);
  if (other === undefined) return first?.base;
  throw new RangeError(
    `Cannot combine ${first!.folder} and ${other.folder} as they adapt different bases: ` +
      `current values are "${first!.base}" and "${other.base}"`,
  );
}
