import { deepEqual, equal, match, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import plugin from "../../lint/rooms.ts";
import { namesIn } from "../_support.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Messages about a source that stands in a file of a room. */
function messages(room: string, source: string): string[] {
  const file = `/project/lib/${room}/file.ts`;
  return Deno.lint.runPlugin(plugin, file, source).map(({ message }) => message);
}

Deno.test("a room may import from rooms to its left, however it does so", () => {
  deepEqual(
    messages(
      "losses",
      `import "../base/mod.ts";
       export * from "../model/mod.ts";
       export { x } from "./margin.ts";
       import "@fastslow/fastslow/tokens";
       await import("../data/mod.ts");
       import "npm:arquero@8.0.1";`,
    ),
    [],
  );
});

Deno.test("a room may not import from rooms to its right, however it does so", () => {
  for (
    const source of [
      `import "../train/mod.ts";`,
      `export * from "../chase/mod.ts";`,
      `export { x } from "../optim/mod.ts";`,
      `import "@fastslow/fastslow/train";`,
      `const { x } = await import("../train/mod.ts");`,
      `const { x } = await import("@fastslow/fastslow/evaluate");`,
      `import type { X } from "../report/mod.ts";`,
    ]
  ) {
    const found = messages("losses", source);
    equal(found.length, 1, source);
    match(found[0]!, /from room "losses": data flows one way/);
  }
});

Deno.test("no room may import the door, or a room that the plugin does not know", () => {
  match(messages("losses", `import "../../mod.ts";`)[0]!, /Cannot import the door/);
  match(messages("losses", `import "@fastslow/fastslow";`)[0]!, /Cannot import the door/);
  match(messages("losses", `import "../cellar/mod.ts";`)[0]!, /"cellar".*does not know it/);
  match(messages("cellar", `export const x = 1;`)[0]!, /Cannot place room "cellar"/);
});

Deno.test("closed rooms may not touch the outside world; windows may", () => {
  const source = `await Deno.readFile("x");`;
  match(messages("losses", source)[0]!, /outside world in room "losses"/);
  deepEqual(messages("data", source), []);
  deepEqual(messages("train", source), []);
});

Deno.test("no room draws from Math.random or reads a tensor synchronously", () => {
  match(messages("data", "Math.random();")[0]!, /take a seeded key/);
  match(messages("train", "x.dataSync();")[0]!, /synchronously/);
  match(messages("train", "x.arraySync();")[0]!, /synchronously/);
});

Deno.test("files outside of lib are free", () => {
  const free = Deno.lint.runPlugin(
    plugin,
    "/project/scripts/x.ts",
    `import "../lib/train/mod.ts";`,
  );
  deepEqual(free, []);
});

Deno.test("every room opens with its card, in at most 30 lines, and has a subpath export", async () => {
  const { exports } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  const rooms = await namesIn(`${ROOT}/lib`);
  ok(rooms.length >= 11);
  for (const room of rooms) {
    const door = await Deno.readTextFile(`${ROOT}/lib/${room}/mod.ts`);
    match(door, new RegExp(`^/\\*\\*\n \\* Room \`${room}\`\\.\n \\*\n \\* Takes `), room);
    ok(door.trimEnd().split("\n").length <= 30, `lib/${room}/mod.ts has more than 30 lines`);
    equal(exports[`./${room}`], `./lib/${room}/mod.ts`);
  }
});
