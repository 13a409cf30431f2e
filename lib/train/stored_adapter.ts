/** The files of a PEFT folder. */
import { join } from "node:path";
import { fileExists } from "../data/mod.ts";
import { pickleProblem } from "./stored_model.ts";

/** Paths of an adapter's files. */
export interface StoredAdapter {
  /** Path of `adapter_config.json`. */
  readonly config: string;
  /** Path of `adapter_model.safetensors`. */
  readonly weights: string;
}

/**
 * Finds the files of an adapter; of one that is missing whoever reads it says so.
 *
 * @throws {RangeError} If it is a run's folder, whose adapter lies deeper, or the weights are a pickle.
 */
export async function findAdapter(folder: string): Promise<StoredAdapter> {
  const at = (...names: readonly string[]) => join(folder, ...names);
  const found = { config: at("adapter_config.json"), weights: at("adapter_model.safetensors") };
  const isThere = await fileExists(found.config);
  if (!isThere && await fileExists(at("adapter", "adapter_config.json"))) {
    throw new RangeError(
      `Cannot read ${folder} as it is the folder of a run: did you mean ${at("adapter")}?`,
    );
  }
  const pickle = at("adapter_model.bin");
  if (isThere && !await fileExists(found.weights) && await fileExists(pickle)) {
    throw new RangeError(pickleProblem(pickle));
  }
  return found;
}
