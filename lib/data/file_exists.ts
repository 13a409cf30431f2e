import { fileProblem } from "./file_problem.ts";

/**
 * Tells whether a file stands at `path`; a folder is not a file.
 *
 * @param path Where to look.
 * @throws {RangeError} If looking there is not permitted.
 */
export async function fileExists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw fileProblem(path, error);
  }
}
