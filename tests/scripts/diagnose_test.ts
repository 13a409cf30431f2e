import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { makeWorld } from "./_world.ts";

Deno.test("task diagnose says why the margins of a trained adapter moved, as words and as JSON", async () => {
  await using world = await makeWorld();
  const [data, out] = [["--model", world.model, "--data", world.data], join(world.root, "dpo")];
  const trained = await world.run("train", ...data, "--epochs", "4", "--lr", "0.01", "--out", out);
  equal(trained.code, 0, trained.stderr);
  const adapter = join(out, "adapter");
  const asked = [...data, "--adapter", adapter];

  const words = await world.run("diagnose", ...asked);
  equal(words.code, 0, words.stderr);
  match(words.stdout, /\| chosen, change \(nats\) +\| +-?\d/);
  match(words.stdout, /correlation of margin and difference of lengths/);

  const json = JSON.parse((await world.run("diagnose", ...asked, "--json")).stdout);
  const value = (name: string) =>
    json.rows.find(({ measure }: { measure: string }) => measure === name).value;
  const lines = (text: string) => text.trim().split("\n").map((line) => JSON.parse(line));
  const [after, before] = [
    lines((await world.run("score", ...asked)).stdout),
    lines((await world.run("score", ...data)).stdout),
  ];
  const changes = after.map(({ chosen }, i) => chosen - before[i].chosen);
  const change = changes.reduce((sum, each) => sum + each, 0) / changes.length;
  ok(
    Math.abs(value("chosen_change") - change) < 1e-4,
    `${value("chosen_change")} is not ${change}`,
  );
  equal(value("pairs"), 12);

  const same = await world.run("diagnose", ...asked, "--start", adapter, "--json");
  const start = JSON.parse(same.stdout);
  deepEqual(
    start.rows.filter(({ measure }: { measure: string }) => /_change$/.test(measure))
      .map(({ value }: { value: number }) => value),
    [0, 0],
  );
});

Deno.test("task diagnose refuses a missing adapter and a β of 0, in one line", async () => {
  await using world = await makeWorld();
  const data = ["--model", world.model, "--data", world.data];
  const missing = await world.run("diagnose", ...data);
  deepEqual([missing.code, /--adapter/.test(missing.stderr)], [2, true], missing.stderr);
  const zero = await world.run("diagnose", ...data, "--adapter", "nowhere", "--beta", "0");
  deepEqual([zero.code, /--beta/.test(zero.stderr)], [2, true], zero.stderr);
  const nowhere = await world.run("diagnose", ...data, "--adapter", "nowhere");
  deepEqual([nowhere.code, /nowhere/.test(nowhere.stderr)], [2, true], nowhere.stderr);
});
