/** The task `notebooks`: what it stores, and how it says which cell fails. */
import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { run } from "../scripts/_run.ts";
import {
  type Cell,
  codeCell,
  jupyterIfAny,
  type Notebook,
  readNotebook,
  ROOT,
  withCells,
  writeCopy,
} from "./_notebooks.ts";

const ignore = !await jupyterIfAny();
const NOTEBOOK = join(ROOT, "notebooks", "01_in_domain.ipynb");

/** Cells that fail, each in its own way, and what the task says of them. */
const BROKEN: Readonly<Record<string, readonly [source: string, said: RegExp]>> = {
  "throws": [`throw new RangeError("no such rank");`, /, cell 2: RangeError: no such rank\n +at /],
  "rejected": [`await Promise.reject(new TypeError("no"));`, /, cell 2: TypeError: no\n/],
  "unawaited": [
    `Promise.reject(new TypeError("nobody waits"));`,
    /, thrown outside of any cell's own run: TypeError: nobody waits\n/,
  ],
  "syntax": [`const = 1;`, /, cell 2: .* no valid TypeScript\n/],
  "import": [`import "./nothing.ts";`, /, cell 2: TypeError: Module not found "file:.*nothing\.ts/],
  "exit": [`Deno.exit(0);`, /, cell 2: the kernel died\n/],
  "slow": [
    `await new Promise((done) => setTimeout(done, 60_000));`,
    /, cell 2: not done after 8 s\n/,
  ],
};

/** Runs the task with the permissions that it has in `deno.json`. */
async function notebooksTask(args: readonly string[], env: Record<string, string> = {}) {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  const [, ...command] = (tasks.notebooks.command as string).split(" ");
  const script = join(ROOT, command.pop()!);
  return await run([...command.filter((word) => word !== "-q"), script, ...args], env);
}

/** A notebook of a number and of these cells, of which the first one is its second cell. */
async function small(...cells: readonly Cell[]): Promise<Notebook> {
  return { ...await readNotebook(NOTEBOOK), cells: [codeCell("one", "1"), ...cells] };
}

Deno.test({
  name:
    "the task names the cell that fails, whichever way it does, and goes on with other notebooks",
  ignore,
  async fn() {
    await using copies = new AsyncDisposableStack();
    const paths: string[] = [];
    for (const [name, [source]] of Object.entries(BROKEN)) {
      const notebook = await small(codeCell("broken", source), codeCell("after", "2"));
      paths.push(copies.use(await writeCopy(`${name}.ipynb`, notebook)).path);
    }
    const before = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
    const { code, stderr } = await notebooksTask([...paths, "--write", "--seconds", "8"]);
    equal(code, 1);
    const lines = stderr.split("notebooks: ").filter((part) => part.includes("FAILED"));
    Object.entries(BROKEN).forEach(([name, [, said]], i) => {
      match(lines[i] ?? "", new RegExp(`${name}\\.ipynb FAILED${said.source}`), name);
    });
    const after = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
    deepEqual(after, before, "a notebook that failed was written");
  },
});

Deno.test({
  name: "the task fails by a copy of 01_in_domain with one cell that throws",
  ignore,
  async fn() {
    const cell = codeCell("broken", `show([{ rounds }]);\nthrow new RangeError("broken");`);
    const notebook = withCells(await readNotebook(NOTEBOOK), { dial: cell });
    await using copy = await writeCopy("broken.ipynb", notebook);
    const { code, stderr } = await notebooksTask([copy.path]);
    match(stderr, /broken\.ipynb FAILED, cell 3: RangeError: broken\n/);
    equal(code, 1);
  },
});

Deno.test({
  name: "the task runs a notebook in its folder, and stores what it shows with --write alone",
  ignore,
  async fn() {
    const cell = codeCell("shows", `console.log(Deno.cwd()); 6 * 7`);
    await using copy = await writeCopy("shows.ipynb", await small(cell));
    const outputs = async () => (await readNotebook(copy.path)).cells[1]!.outputs!;
    for (const [args, types] of [[[], []], [["--write"], ["stream", "execute_result"]]] as const) {
      const { code, stderr } = await notebooksTask([copy.path, ...args]);
      match(stderr, /shows\.ipynb ran, /);
      equal(code, 0);
      deepEqual((await outputs()).map(({ output_type }) => output_type), types);
    }
    match(JSON.stringify(await outputs()), /\/\.notebooks-\w+\\n.*42/);
  },
});

Deno.test({
  name: "what the kernel shows of a cell after it has called the cell done is not lost",
  ignore,
  async fn() {
    // Of so many cells some come late each time.
    const cells = Array.from({ length: 80 }, (_, i) => codeCell(`cell-${i}`, `${i}`));
    await using copy = await writeCopy("late.ipynb", await small(...cells));
    equal((await notebooksTask([copy.path, "--write"])).code, 0);
    const shown = (await readNotebook(copy.path)).cells.map(({ outputs }) => outputs!.length);
    deepEqual(shown, shown.map(() => 1));
  },
});

Deno.test("the task says in one line that Python is missing", async () => {
  const home = await Deno.makeTempDir();
  const { code, stderr } = await notebooksTask([NOTEBOOK], { PATH: "", FASTSLOW_NATIVE: home });
  equal(stderr, "error: python3 is not installed (needed to install Jupyter's client)\n");
  equal(code, 1);
  await Deno.remove(home, { recursive: true });
});
