/** The repository's notebooks, copies of them with other cells, and what runs them. */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NativeUnavailable } from "../../lib/engine/programs.ts";
import { type Jupyter, openJupyter } from "../../scripts/_jupyter.ts";

/** The top of the repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A cell of a notebook. */
export interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly id: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly Output[];
}

/** What a cell left. */
export interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A notebook. */
export interface Notebook {
  readonly cells: readonly Cell[];
}

/** Paths of all notebooks. */
export async function notebooks(): Promise<string[]> {
  const folder = join(ROOT, "notebooks");
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => name.endsWith(".ipynb")).sort().map((name) => join(folder, name));
}

/** Reads a notebook. */
export async function readNotebook(path: string): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** Text of a cell. */
export function sourceOf({ source }: Cell): string {
  return typeof source === "string" ? source : source.join("");
}

/** A new code cell. */
export function codeCell(id: string, source: string): Cell & Readonly<Record<string, unknown>> {
  return { cell_type: "code", id, source, outputs: [], metadata: {}, execution_count: null };
}

/** The cells with others after the ones that are named by their ids; `end` stands for the last one. */
export function withCells(
  { cells, ...rest }: Notebook,
  after: Readonly<Record<string, Cell>>,
): Notebook {
  const known = new Set(cells.map(({ id }) => id));
  const missing = Object.keys(after).find((id) => !known.has(id));
  if (missing) throw new RangeError(`Cannot add a cell after "${missing}": there is none`);
  return { ...rest, cells: cells.flatMap((cell) => [cell, after[cell.id] ?? []].flat()) };
}

/** Writes a notebook to a folder beside `notebooks/`, where its imports lead to the same files. */
export async function writeCopy(
  path: string,
  notebook: Notebook,
): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await Deno.makeTempDir({ dir: ROOT, prefix: ".notebooks-" });
  const copy = join(folder, basename(path));
  await Deno.writeTextFile(copy, JSON.stringify(notebook));
  return {
    path: copy,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Jupyter's client, or undefined where there is no Python for it. */
export async function jupyterIfAny(): Promise<Jupyter | undefined> {
  try {
    return await openJupyter({ say: () => {} });
  } catch (error) {
    if (error instanceof NativeUnavailable) return undefined;
    throw error;
  }
}
