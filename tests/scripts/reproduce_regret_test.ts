import { equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { makeWorld } from "./_world.ts";

Deno.test("task reproduce online --task regret writes a report without a model, and refuses methods of other tasks", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "regret");
  const run = (...args: string[]) =>
    world.run("reproduce", "online", "--task", "regret", "--out", out, ...args);
  const ran = await run("--seeds", "1", "--rounds", "20", "--methods", "dpo,ofs-a0.1-k10");
  equal(ran.code, 0, ran.stderr);
  match(ran.stdout, /\| ofs-a0\.1-k10 +\|/);
  match(ran.stdout, /^supported: α = 0, convex surrogate: the regret of online gradient descent/m);
  for (const file of ["report.html", "report.md", "rows.csv", "claims.json", "charts/bound.svg"]) {
    ok((await Deno.stat(join(out, file))).size > 0, file);
  }
  const other = await run("--methods", "cofs-dpo");
  equal(other.code, 2);
  match(other.stderr, /--methods cofs-dpo is not one of --task regret's: dpo, /);
});
