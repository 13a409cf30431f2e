/** What neither lint nor type check sees: notebooks import the door alone and leave long functions to `lib`. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { relative } from "node:path";
import { notebooks, readNotebook, ROOT, sourceOf } from "./_notebooks.ts";

/** Most lines of a function in a notebook. */
const LINES = 5;

/** What a cell's code may not have: the specifier of another import than the door's, the length of a longer function. */
const rules: Deno.lint.Plugin = {
  name: "notebooks",
  rules: {
    "door": {
      create(context) {
        const check = (node: Deno.lint.Node, source: Deno.lint.Node | null) => {
          const door = source?.type === "Literal" && source.value === "../mod.ts";
          if (!door) context.report({ node, message: "imports something else than the door" });
        };
        return {
          ImportDeclaration: (node) => check(node, node.source),
          ImportExpression: (node) => check(node, node.source),
        };
      },
    },
    "short": {
      create(context) {
        const check = (node: Deno.lint.Node) => {
          const lines = context.sourceCode.getText(node).split("\n").length;
          if (lines > LINES) context.report({ node, message: `has a function of ${lines} lines` });
        };
        return {
          ArrowFunctionExpression: check,
          FunctionExpression: check,
          FunctionDeclaration: check,
          MethodDefinition: check,
        };
      },
    },
  },
};

function complaints(source: string): string[] {
  return Deno.lint.runPlugin(rules, "cell.ts", source).map(({ message }) => message);
}

for (const path of await notebooks()) {
  const { cells } = await readNotebook(path);
  const name = relative(ROOT, path);

  Deno.test(`${name} imports the door alone and has no function of more than ${LINES} lines`, () => {
    for (const cell of cells.filter(({ cell_type }) => cell_type === "code")) {
      deepEqual(complaints(sourceOf(cell)), [], `cell "${cell.id}"`);
    }
  });

  Deno.test(`${name} has text before its code, and a name for every cell`, () => {
    equal(cells[0]?.cell_type, "markdown");
    equal(new Set(cells.map(({ id }) => id)).size, cells.length);
  });
}

Deno.test("there are notebooks", async () => {
  ok((await notebooks()).length > 0);
});

Deno.test("the rules find other imports and long functions", () => {
  deepEqual(complaints(`import { tf } from "../lib/base/mod.ts";`).length, 1);
  deepEqual(complaints(`await import("npm:arquero@8.0.1");`).length, 1);
  deepEqual(complaints(`import { dpo } from "../mod.ts";\nconst f = () => {\n\n\n\n};`).length, 0);
  for (
    const head of ["const f = () =>", "const f = function ()", "function f()", "class A { f()"]
  ) {
    const tail = head.startsWith("class") ? "}" : "";
    ok(complaints(`${head} {\n\n\n\n\n}${tail}`).includes("has a function of 6 lines"), head);
  }
});
