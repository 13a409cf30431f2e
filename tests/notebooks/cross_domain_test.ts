/** Runs short copies of the notebooks about domains and combinations. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { runNotebook } from "../../scripts/_run_notebook.ts";
import { assertClose, engine } from "../_support.ts";
import {
  codeCell,
  jupyterIfAny,
  type Notebook,
  readNotebook,
  ROOT,
  withCells,
  writeCopy,
} from "./_notebooks.ts";

const jupyter = await jupyterIfAny();
/** Sizes that the copies get, so that the tests are short. */
const SMALL = { heldOut: 8, prompts: 4, maxTokens: 12 };

/** What the added cell shows as JSON, once every other cell has shown something. */
async function shown(name: string, after: string, source: string): Promise<unknown> {
  const path = join(ROOT, "notebooks", `${name}.ipynb`);
  const notebook = withCells(await readNotebook(path), {
    dial: codeCell("small", `Object.assign(sizes, ${JSON.stringify(SMALL)});`),
    [after]: codeCell(
      "figures",
      `await Deno.jupyter.display({ "application/json": ${source} }, { raw: true });`,
    ),
  });
  await using copy = await writeCopy(path, notebook);
  const run = await runNotebook(copy.path, jupyter!, {
    seconds: 600,
    env: { FASTSLOW_ROUNDS: "3" },
  });
  deepEqual(run.failure, undefined);
  const { cells } = JSON.parse(run.executed!) as Notebook;
  const code = cells.filter(({ cell_type, id }) => cell_type === "code" && id !== "small");
  for (const { id, outputs } of code) ok(outputs!.length > 0, `cell "${id}" shows nothing`);
  const { outputs } = cells.find(({ id }) => id === "figures")!;
  return outputs!.map(({ data = {} }) => data["application/json"]).find((json) =>
    json !== undefined
  );
}

const ignore = !jupyter || engine.name !== "tensorflow";

Deno.test({
  name: "02_cross_domain runs: its weights lie on the simplex and lose no more than a grid's",
  ignore,
  async fn() {
    const figures = await shown("02_cross_domain", "table", "{ found, grid, tables }") as {
      found: { weights: number[]; loss: number };
      grid: { loss: number };
      tables: { method: string; matrix: { after: number[][] } }[];
    };
    assertClose([figures.found.weights.reduce((a, b) => a + b)], [1], 1e-9);
    ok(figures.found.loss <= figures.grid.loss + 1e-3);
    deepEqual(figures.tables.map(({ method }) => method), ["cofs-dpo", "seq-dpo"]);
    for (const { matrix } of figures.tables) equal(matrix.after.flat().length, 9);
  },
});

Deno.test({
  name: "03_combining_modules runs: delta is the exact sum, and what is cut is not",
  ignore,
  async fn() {
    const kept = await shown("03_combining_modules", "combined", "{ kept }") as {
      kept: { mode: string; metric: string; value: number }[];
    };
    const error = (mode: string) =>
      kept.kept.find((row) => row.mode === mode && row.metric.startsWith("relative error"))!.value;
    ok(error("delta") < 1e-6);
    for (const mode of ["svd", "factor", "linear", "ties", "magnitude_prune"]) {
      ok(error(mode) > 0.01, `${mode}: ${error(mode)}`);
    }
  },
});
