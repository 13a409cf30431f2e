/** What `--model` names. */
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/**
 * The folder of a model: a path, or a name under the project's `models/`.
 *
 * @throws {RangeError} If it is neither.
 */
export async function modelFolder(model: string): Promise<string> {
  if (await isFolder(model)) return model;
  const shipped = fileURLToPath(new URL(`../models/${model}`, import.meta.url));
  if (/^[\w.-]+$/.test(model) && await isFolder(shipped)) return shipped;
  throw new RangeError(
    `Cannot find the model ${model}: it is neither a folder in Hugging Face format nor a name under models/`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
