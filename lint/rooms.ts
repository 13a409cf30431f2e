/** Lint rules that keep every line of `lib` in its room. */
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

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
/** This package by its name, as in `@fastslow/fastslow/losses`. */
const PACKAGE = /^(?:jsr:)?@fastslow\/fastslow(?:@[^/]*)?(?:\/(.*))?$/;
const TOP = slashed(fileURLToPath(new URL("../", import.meta.url)));

type Importing =
  | Deno.lint.ImportDeclaration
  | Deno.lint.ExportAllDeclaration
  | Deno.lint.ExportNamedDeclaration
  | Deno.lint.ImportExpression
  | Deno.lint.TSImportType;

/** The room of a file below `lib/`, or "" elsewhere. What lies above the project does not count. */
function roomOf(path: string): string {
  const file = slashed(path);
  const inside = file.startsWith(TOP) ? file.slice(TOP.length) : file;
  return inside.match(/^(?:.*\/)?lib\/([^/]+)\//)?.[1] ?? "";
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

/** The room that an import leads to: "" outside of the project, "/" for its door and whatever else has no room. */
function target(specifier: string, file: string): string {
  const named = specifier.match(PACKAGE);
  if (named) return named[1] ?? "/";
  if (!specifier.startsWith(".")) return "";
  return roomOf(posix.join(posix.dirname(slashed(file)), specifier)) || "/";
}

/** What is imported, or undefined where only the running program knows. */
function specifierOf(node: Importing): string | undefined {
  if (node.type === "TSImportType") {
    return node.argument.type === "TSLiteralType" ? textOf(node.argument.literal) : undefined;
  }
  return textOf(node.source);
}

function textOf(node: Deno.lint.Node | null): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) {
    return node.quasis[0]?.cooked;
  }
  return undefined;
}

/** Why the import may not be, or undefined. */
function objection(here: string, there: string): string | undefined {
  if (there === "" || there === here) return undefined;
  if (there === "/") {
    return `Cannot import the door or a guest from room "${here}": import the room that has it`;
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
          if (node.type === "ExportNamedDeclaration" && !node.source) return;
          const specifier = specifierOf(node);
          const message = specifier === undefined
            ? `Cannot follow a computed import in room "${here}": write its path out`
            : objection(here, target(specifier, context.filename));
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
          TSImportType: check,
        };
      },
    },
    "closed-room": {
      create(context) {
        const here = roomOf(context.filename);
        if (!here || WINDOWS.includes(here)) return {};
        function refuse(node: Deno.lint.Node) {
          context.report({
            node,
            message:
              `Cannot touch the outside world in room "${here}": take the bytes as an argument`,
          });
        }
        return {
          "MemberExpression[object.name=/^(Deno|globalThis|process|performance|Date)$/]": refuse,
          "VariableDeclarator[init.name=/^(Deno|globalThis|process)$/]": refuse,
          "CallExpression[callee.name='fetch']": refuse,
          "NewExpression[callee.name='Date']": refuse,
          "ImportDeclaration[source.value=/^node:/]": refuse,
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
          "CallExpression[callee.property.name=/^(dataSync|arraySync|bufferSync)$/]"(
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
