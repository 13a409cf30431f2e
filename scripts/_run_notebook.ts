/** Runs one notebook from its first cell to its last. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Jupyter } from "./_jupyter.ts";

const PROGRAM = fileURLToPath(new URL("run_notebook.py", import.meta.url));

/** Where a notebook failed, and how. */
export interface CellFailure {
  /** Number of the cell, all kinds counted, from 1; 0 where it is none of them. */
  readonly cell: number;
  /** Name and message of what was thrown. */
  readonly error: string;
  /** Where it was thrown, a frame a line. */
  readonly trace: readonly string[];
}

/** What {@linkcode runNotebook} gives: the notebook with its outputs as JSON text, or why there is none. */
export type NotebookRun =
  | { readonly executed: string; readonly failure?: undefined }
  | { readonly executed?: undefined; readonly failure: CellFailure };

/** Options for {@linkcode runNotebook}. */
export interface RunNotebookOptions {
  /** Most seconds of one cell. */
  readonly seconds: number;
  /** Told after each code cell which one is done. */
  readonly onCell?: (cell: number) => void;
  /** Variables that the notebook sees beside those of this process. @default {none} */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a notebook in its own folder; the file itself stays as it is. */
export async function runNotebook(
  path: string,
  { python, env: places }: Jupyter,
  { seconds, onCell, env = {} }: RunNotebookOptions,
): Promise<NotebookRun> {
  const folder = await Deno.makeTempDir({ prefix: "fastslow-notebook-" });
  try {
    const executed = join(folder, "executed.ipynb");
    const client = new Deno.Command(python, {
      args: [PROGRAM, path, executed, `${seconds}`],
      env: { ...env, ...places },
      stdin: "null",
      stdout: "piped",
      stderr: "inherit", // progress of the notebook itself, such as its engine's line
    }).spawn();
    let failure: CellFailure | undefined;
    for await (const line of linesOf(client.stdout)) {
      const { done, failed, ...rest } = JSON.parse(line);
      if (done !== undefined) onCell?.(done);
      if (failed !== undefined) failure = { cell: failed, ...rest };
    }
    const { success, code } = await client.status;
    if (failure) return { failure };
    if (success) return { executed: await Deno.readTextFile(executed) };
    return { failure: { cell: 0, error: `Jupyter's client ended with exit ${code}`, trace: [] } };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let begun = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (begun + text).split("\n");
    begun = lines.pop()!;
    yield* lines;
  }
}
