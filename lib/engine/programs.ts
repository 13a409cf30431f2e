/** Runs the programs that the native build needs. */

/** The native engine cannot be had here; the message says why and what would help. */
export class NativeUnavailable extends Error {
  /** Name of the error. */
  override readonly name = "NativeUnavailable";
}

/**
 * Runs a program and returns what it printed.
 *
 * @throws {NativeUnavailable} If it is missing, may not be run, or fails; the line that says why is quoted.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, purpose }: { readonly cwd?: string; readonly purpose: string },
): Promise<string> {
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(program, {
      args: [...args],
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "null",
    }).output();
  } catch (error) {
    throw new NativeUnavailable(
      error instanceof Deno.errors.NotFound
        ? `${program} is not installed (needed to ${purpose})`
        : `${program} could not be run (needed to ${purpose}): ${(error as Error).message}`,
    );
  }
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (!output.success) {
    const why = complaint(text(output.stderr));
    throw new NativeUnavailable(
      `${program} failed to ${purpose} (exit ${output.code})${why && `: ${why}`}`,
    );
  }
  return text(output.stdout);
}

/** The first line that speaks of an error: the last one of pip or a compiler seldom says why. */
function complaint(stderr: string): string {
  const lines = stderr.split("\n");
  return (lines.find((line) => /\b(error|cannot)\b/i.test(line)) ?? lines.at(-1)!).trim();
}

/** Whether an NVIDIA driver answers. */
export async function hasNvidia(): Promise<boolean> {
  try {
    await runProgram("nvidia-smi", ["-L"], { purpose: "look for a GPU" });
    return true;
  } catch {
    return false;
  }
}
