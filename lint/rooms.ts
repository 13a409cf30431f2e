/** Lint rules that keep every line of `lib` in its room. */

/** The rooms, upstream first: a room may import only from rooms to its left. */
const ROOMS = [
  "base",
  "engine",
  "data",
  "tokens",
  "model",
  "adapter",
  "logprobs",
  "losses",
  "optim",
  "chase",
  "regret",
  "combine",
  "evaluate",
  "train",
  "experiments",
  "report",
];
/** The rooms that may touch files, processes and the terminal. */
const WINDOWS = ["engine", "data", "train", "report"];
/** Subpath exports of this package. */
const PACKAGE = "@fastslow/fastslow";

type Importing =
  | Deno.lint.ImportDeclaration
  | Deno.lint.ExportAllDeclaration
  | Deno.lint.ExportNamedDeclaration
  | Deno.lint.ImportExpression;

/** The room of a file below `lib/`, or "" elsewhere. */
function roomOf(path: string): string {
  return path.replaceAll("\\", "/").match(/\/lib\/([^/]+)\//)?.[1] ?? "";
}

/** The room that an import leads to: "" outside of the project, "/" for its door. */
function target(specifier: string, file: string): string {
  if (specifier === PACKAGE) return "/";
  if (specifier.startsWith(`${PACKAGE}/`)) return specifier.slice(PACKAGE.length + 1);
  if (!specifier.startsWith(".")) return "";
  const path = new URL(specifier, `file://${file}`).pathname;
  return path.endsWith("/mod.ts") && !path.includes("/lib/") ? "/" : roomOf(path);
}

/** Why the import may not be, or undefined. */
function objection(here: string, there: string): string | undefined {
  if (there === "" || there === here) return undefined;
  if (there === "/") {
    return `Cannot import the door from room "${here}": import the room that has it`;
  }
  if (!ROOMS.includes(there)) {
    return `Cannot import room "${there}": the lint plugin does not know it`;
  }
  if (ROOMS.indexOf(there) < ROOMS.indexOf(here)) return undefined;
  return `Cannot import room "${there}" from room "${here}": data flows one way`;
}

/** The plugin. */
const plugin: Deno.lint.Plugin = {
  name: "rooms",
  rules: {
    "one-way": {
      create(context) {
        const here = roomOf(context.filename);
        if (!here) return {};
        function check(node: Importing) {
          const { source } = node;
          if (source?.type !== "Literal" || typeof source.value !== "string") return;
          const message = objection(here, target(source.value, context.filename));
          if (message) context.report({ node, message });
        }
        return {
          Program(node) {
            if (ROOMS.includes(here)) return;
            context.report({
              node,
              message: `Cannot place room "${here}": the lint plugin does not know it`,
            });
          },
          ImportDeclaration: check,
          ExportAllDeclaration: check,
          ExportNamedDeclaration: check,
          ImportExpression: check,
        };
      },
    },
    "closed-room": {
      create(context) {
        const here = roomOf(context.filename);
        if (!here || WINDOWS.includes(here)) return {};
        return {
          "MemberExpression[object.name='Deno']"(node: Deno.lint.MemberExpression) {
            context.report({
              node,
              message:
                `Cannot touch the outside world in room "${here}": take the bytes as an argument`,
            });
          },
        };
      },
    },
    "pure": {
      create(context) {
        if (!roomOf(context.filename)) return {};
        return {
          "MemberExpression[object.name='Math'][property.name='random']"(
            node: Deno.lint.MemberExpression,
          ) {
            context.report({
              node,
              message: "Cannot draw from Math.random in lib: take a seeded key",
            });
          },
          "CallExpression[callee.property.name=/^(dataSync|arraySync)$/]"(
            node: Deno.lint.CallExpression,
          ) {
            context.report({
              node,
              message: "Cannot read a tensor synchronously in lib: WebGPU has no such reads",
            });
          },
        };
      },
    },
  },
};

export default plugin;
