import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { makeWorld, type Ran } from "./_world.ts";

const SMALL = ["in-domain", "--rounds", "3", "--seeds", "1", "--methods", "dpo,ofs-dpo"];

/** Asserts exit code 2 and one line that says why. */
function refused({ code, stdout, stderr }: Ran, why: RegExp) {
  const said = stderr.trim().split("\n").filter((line) => !/^engine:/.test(line));
  match(said.join("\n"), why);
  equal(said.length, 1, stderr);
  equal(code, 2);
  equal(stdout, "");
}

Deno.test("task reproduce in-domain writes a report, goes on from its folder, and refuses another's", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "in-domain");
  const first = await world.run("reproduce", ...SMALL, "--out", out);
  equal(first.code, 0, first.stderr);
  match(first.stdout, /\| ofs-dpo +\|/);
  match(first.stdout, /^inconclusive: OFS-DPO ends with a higher reward than DPO\./m);
  ok(!/^supported/m.test(first.stdout), "one seed supports nothing");
  for (const file of ["report.html", "report.md", "rows.csv", "claims.json", "charts/reward.svg"]) {
    ok((await Deno.stat(join(out, file))).size > 0, file);
  }
  const rows = await Deno.readTextFile(join(out, "rows.csv"));
  equal(rows.split("\n")[0], "method,seed,step,metric,value");

  await Deno.remove(join(out, "runs/0/ofs-dpo.json"));
  const again = await world.run("reproduce", ...SMALL, "--out", out);
  equal(again.code, 0, again.stderr);
  deepEqual(await Deno.readTextFile(join(out, "rows.csv")), rows);

  const other = await world.run("reproduce", ...SMALL, "--out", out, "--temperature", "0");
  refused(other, /begun otherwise \(sizes\.temperature was 1, is 0\): repeat its settings/);
});

Deno.test("task reproduce refuses unknown names, and models and judges that are not there", async () => {
  await using world = await makeWorld();
  const out = ["--out", join(world.root, "none")];
  refused(await world.run("reproduce", "in-domian"), /did you mean in-domain/);
  refused(
    await world.run("reproduce", "in-domain", "--methods", "dpo,ofs", ...out),
    /--methods.*"ofs"/,
  );
  refused(
    await world.run("reproduce", "in-domain", "--model", "nowhere", ...out),
    /Cannot find the model nowhere/,
  );
  refused(
    await world.run("reproduce", "in-domain", "--judge", "nowhere", ...out),
    /Cannot find the judge nowhere/,
  );
  refused(await world.run("reproduce", "in-domain", "--judge", world.model, ...out), /vocabulary/);
});

Deno.test("task reproduce refuses a judge that was cut short", async () => {
  await using world = await makeWorld();
  const judge = join(world.root, "judge");
  await Deno.mkdir(judge);
  for await (const { name } of Deno.readDir("models/sentiment")) {
    const bytes = await Deno.readFile(join("models/sentiment", name));
    await Deno.writeFile(
      join(judge, name),
      name.endsWith(".safetensors") ? bytes.slice(0, -100) : bytes,
    );
  }
  const ran = await world.run("reproduce", "in-domain", "--judge", judge, "--out", world.root);
  refused(ran, /weights\.safetensors/);
});

Deno.test("task reproduce cross-domain writes a report, and goes on from its folder", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "cross-domain");
  const small = ["cross-domain", "--rounds", "2", "--methods", "cofs-dpo,seq-dpo", "--out", out];
  const first = await world.run("reproduce", ...small);
  equal(first.code, 0, first.stderr);
  match(first.stdout, /\| cofs-dpo +\|/);
  match(first.stdout, /: COFS-DPO forgets less than sequential DPO\./);
  ok(!/^supported/m.test(first.stdout), "one seed supports nothing");
  for (const file of ["report.html", "rows.csv", "charts/matrix.svg", "charts/forgetting.svg"]) {
    ok((await Deno.stat(join(out, file))).size > 0, file);
  }
  const rows = await Deno.readTextFile(join(out, "rows.csv"));
  await Deno.remove(join(out, "runs/0/cofs-dpo.json"));
  const again = await world.run("reproduce", ...small);
  equal(again.code, 0, again.stderr);
  deepEqual(await Deno.readTextFile(join(out, "rows.csv")), rows);
});

Deno.test("task reproduce refuses an experiment's task for another, its methods, and dialogues without data", async () => {
  await using world = await makeWorld();
  const run = (...args: string[]) =>
    world.run("reproduce", ...args, "--out", join(world.root, "none"));
  refused(await run("cross-domain", "--task", "sentiment"), /one of cross-domain's: worlds, hh/);
  refused(
    await run("in-domain", "--methods", "ewc"),
    /--methods ewc is not one of in-domain's: dpo, /,
  );
  refused(
    await run("cross-domain", "--methods", "dpo-ema"),
    /--methods dpo-ema is not one of cross-domain's: cofs-dpo, /,
  );
  refused(
    await run("losses", "--task", "recommend", "--methods", "odpo"),
    /--methods is none of --task recommend's: it compares numbers of rejected answers/,
  );
  // Where the environment says where data lies, nobody has to.
  if (Deno.env.get("FASTSLOW_DATA") === undefined) {
    refused(
      await run("cross-domain", "--task", "hh"),
      /--task hh needs --data, a folder with hh\//,
    );
    refused(await run("losses"), /--task summaries needs --data, a folder with tldr\//);
    refused(await run("losses", "--task", "recommend"), /needs --data, a folder with rec\//);
  }
});

Deno.test("task reproduce online writes a report of offline and online preferences, and goes on from its folder", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "online");
  const methods = ["--methods", "dpo,online-dpo", "--seeds", "1", "--rounds", "2"];
  const first = await world.run("reproduce", "online", ...methods, "--out", out);
  equal(first.code, 0, first.stderr);
  match(first.stdout, /\| online-dpo +\|/);
  match(first.stdout, /: Online DPO ends with a higher reward than offline DPO\./);
  ok(!/^supported/m.test(first.stdout), "one seed supports nothing");
  for (const file of ["report.html", "rows.csv", "charts/frontier.svg"]) {
    ok((await Deno.stat(join(out, file))).size > 0, file);
  }
  match(await Deno.readTextFile(join(out, "report.md")), /## Diagnosis: why margins move/);
  const rows = await Deno.readTextFile(join(out, "rows.csv"));
  await Deno.remove(join(out, "runs/0/online-dpo.json"));
  const again = await world.run("reproduce", "online", ...methods, "--out", out);
  equal(again.code, 0, again.stderr);
  deepEqual(await Deno.readTextFile(join(out, "rows.csv")), rows);
  const other = await world.run("reproduce", "online", "--methods", "dpo-ema", "--out", out);
  refused(other, /--methods dpo-ema is not one of online's: dpo, online-dpo, /);
});
