/** A notebook with a cell that fails makes the task fail, and the task says which one and how. */
import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { run } from "../scripts/_run.ts";
import {
  type Cell,
  codeCell,
  jupyterIfAny,
  readNotebook,
  ROOT,
  withCells,
  writeCopy,
} from "./_notebooks.ts";

const ignore = !await jupyterIfAny();
const NOTEBOOK = join(ROOT, "notebooks", "01_in_domain.ipynb");

/** Runs the task with the permissions that it has in `deno.json`. */
async function notebooksTask(args: readonly string[], env: Record<string, string> = {}) {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  const [, ...command] = (tasks.notebooks.command as string).split(" ");
  const script = join(ROOT, command.pop()!);
  return await run([...command.filter((word) => word !== "-q"), script, ...args], env);
}

/** Runs the task on a copy of the notebook with a cell after the first code cell, and no others after that. */
async function runBroken(cell: Cell, ...args: readonly string[]) {
  const { cells, ...rest } = await readNotebook(NOTEBOOK);
  const begun = { ...rest, cells: cells.slice(0, 2) };
  await using copy = await writeCopy(NOTEBOOK, withCells(begun, { [cells[1]!.id]: cell }));
  const before = await Deno.readTextFile(copy.path);
  const ran = await notebooksTask([copy.path, ...args]);
  return { ...ran, unchanged: await Deno.readTextFile(copy.path) === before };
}

/** What a broken cell holds, and what the task says of it. */
const BROKEN: Readonly<Record<string, readonly [source: string, said: RegExp]>> = {
  "throws": [
    `const rank = () => { throw new RangeError("no such rank"); };\nrank();`,
    /01_in_domain\.ipynb FAILED, cell 3: RangeError: no such rank\n +at rank/,
  ],
  "awaits what is rejected": [
    `await Promise.reject(new TypeError("rejected"));`,
    /FAILED, cell 3: TypeError: rejected/,
  ],
  "leaves a rejected promise alone": [
    `Promise.reject(new TypeError("nobody waits"));`,
    /FAILED, thrown outside of any cell's own run: TypeError: nobody waits/,
  ],
  "cannot be read": [`const = 1;`, /FAILED, cell 3: .* no valid TypeScript/],
  "imports what is not there": [
    `import { nothing } from "../lib/nothing.ts";`,
    /FAILED, cell 3: TypeError: Module not found/,
  ],
  "ends the kernel": [`Deno.exit(0);`, /FAILED, cell 3: the kernel died/],
};

for (const [what, [source, said]] of Object.entries(BROKEN)) {
  Deno.test({
    name: `the task fails where a cell ${what}, and leaves the notebook as it was`,
    ignore,
    async fn() {
      const { code, stderr, unchanged } = await runBroken(codeCell("broken", source), "--write");
      match(stderr, said);
      deepEqual({ code, unchanged }, { code: 1, unchanged: true });
    },
  });
}

Deno.test({
  name: "the task fails where a cell takes longer than --seconds",
  ignore,
  async fn() {
    const source = "await new Promise((resolve) => setTimeout(resolve, 60_000));";
    const { code, stderr } = await runBroken(codeCell("slow", source), "--seconds", "3");
    match(stderr, /FAILED, cell 3: not done after 3 s/);
    equal(code, 1);
  },
});

Deno.test({
  name: "the task stores what a notebook shows with --write, and only then",
  ignore,
  async fn() {
    const last = codeCell("last", `console.log(Deno.cwd().split("/").at(-1)); 6 * 7`);
    equal((await runBroken(last)).unchanged, true);
    await using copy = await writeCopy("x.ipynb", { ...await empty(), cells: [last] });
    const { code, stderr } = await notebooksTask(["--write", copy.path]);
    deepEqual([code, stderr.includes("x.ipynb ran, ")], [0, true]);
    const [{ outputs = [] }] = (await readNotebook(copy.path)).cells as [Cell];
    deepEqual(outputs.map(({ output_type }) => output_type), ["stream", "execute_result"]);
    match(JSON.stringify(outputs), /\.notebooks-.*42/);
  },
});

Deno.test("the task says in one line that Python is missing", async () => {
  const home = await Deno.makeTempDir();
  const { code, stderr } = await notebooksTask([NOTEBOOK], { PATH: "", FASTSLOW_NATIVE: home });
  equal(stderr, "error: python3 is not installed (needed to install Jupyter's client)\n");
  equal(code, 1);
  await Deno.remove(home, { recursive: true });
});

async function empty() {
  const { cells: _, ...rest } = await readNotebook(NOTEBOOK);
  return rest;
}
