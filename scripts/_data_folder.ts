/** Where real data lies. */
import { UsageError } from "./_arguments.ts";
import { readEnv } from "./_environment.ts";

/**
 * The folder that `--data` names, or the environment.
 *
 * @param holds Folder within it that the task reads.
 * @throws {UsageError} If nobody says where it is.
 */
export function dataFolder(
  { data, task }: { readonly data: string | undefined; readonly task: string },
  holds: string,
): string {
  const folder = data ?? readEnv("FASTSLOW_DATA");
  if (folder !== undefined) return folder;
  throw new UsageError(`--task ${task} needs --data, a folder with ${holds}/. See --help.`);
}
