/** Runs the notebooks in Deno's Jupyter kernel; fails where a cell fails. */
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFile } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { formatDuration } from "./_format.ts";
import { type Jupyter, openJupyter } from "./_jupyter.ts";
import { progress } from "./_progress.ts";
import { type CellFailure, runNotebook } from "./_run_notebook.ts";
import { say } from "./_say.ts";

const FOLDER = fileURLToPath(new URL("../notebooks", import.meta.url));

const spec = defineOptions({
  notebooks: { type: "list", help: "Files to run; all of notebooks/ without this option." },
  write: { type: "boolean", help: "Store the outputs in the notebooks." },
  seconds: { type: "integer", min: 1, default: 1800, help: "Most seconds of one cell." },
});

await main(async () => {
  const { values: { notebooks, ...options } } = readArguments(spec, Deno.args, {
    task: "notebooks",
    summary: "Runs notebooks in Deno's Jupyter kernel, and fails where a cell fails.",
    examples: ["", "notebooks/01_in_domain.ipynb --write"],
    positional: ["notebooks"],
  });
  if (!await runAll(notebooks ?? await notebooksIn(FOLDER), options)) Deno.exit(1);
});

interface RunOptions {
  readonly write: boolean;
  readonly seconds: number;
}

/** Runs every notebook, the ones after a failed one too, and tells whether all went well. */
async function runAll(paths: readonly string[], options: RunOptions): Promise<boolean> {
  await using jupyter = await openJupyter({ say });
  let failed = 0;
  for (const path of paths) {
    if (!await runs(path, jupyter, options)) failed++;
  }
  return failed === 0;
}

/** Runs a notebook, and says how it went. */
async function runs(
  path: string,
  jupyter: Jupyter,
  { write, seconds }: RunOptions,
): Promise<boolean> {
  const started = performance.now();
  const cells = await codeCells(path);
  const bar = progress({ label: basename(path), total: cells.length, unit: "cells" });
  const { executed, failure } = await runNotebook(path, jupyter, {
    seconds,
    onCell: (cell) => bar.update(cells.indexOf(cell) + 1),
  });
  bar.done();
  if (failure) {
    say(`notebooks: ${path} FAILED, ${told(failure)}`);
    return false;
  }
  if (write) await writeFile(path, executed);
  say(`notebooks: ${path} ran, ${formatDuration((performance.now() - started) / 1000)}`);
  return true;
}

function told({ cell, error, trace }: CellFailure): string {
  const where = cell === 0 ? "" : `cell ${cell}: `;
  return [where + error, ...trace.map((frame) => `    ${frame}`)].join("\n");
}

async function notebooksIn(folder: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => name.endsWith(".ipynb")).sort()
    .map((name) => relative(Deno.cwd(), join(folder, name)));
}

/** Numbers of the code cells among all cells, from 1. */
async function codeCells(path: string): Promise<number[]> {
  const { cells } = JSON.parse(await Deno.readTextFile(path)) as {
    readonly cells: readonly { readonly cell_type: string }[];
  };
  return cells.flatMap(({ cell_type }, i) => cell_type === "code" ? [i + 1] : []);
}
