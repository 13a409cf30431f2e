import { fileURLToPath } from "node:url";

/** The path of a file by its `file:` URL. */
export const fromFileUrl: (url: string) => string = fileURLToPath;

/** What a process said and exited with. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `deno` with `args`, without colours and as quietly as the tasks do.
 *
 * @param args arguments of `deno`
 * @param env variables beside those of this process
 */
export async function run(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const [command, ...rest] = args;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [command!, "-q", ...rest],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
