import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { writeFile } from "../../lib/train/mod.ts";
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
  match(words.stdout, /^ {2}margins +12$/m);
  match(words.stdout, /^ {2}chosen, change \(nats\) +-?\d[.\d]*$/m);
  match(words.stdout, /^ {2}mean \|∂L\/∂h\| over the start's +\d[.\d]*$/m);
  match(words.stdout, /^ {2}share undecided, \|σ\(βh\) − ½\| < 0\.05 +\d[.\d]*$/m);
  match(words.stderr, /β = 0\.1, --max-length 512, as \S+ was trained/);
  match(words.stderr, /^data: --max-length 512 is taken as 48, the model's context$/m);
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

Deno.test("task diagnose takes the run's --chat-template and --max-length, and says what was cut", async () => {
  await using world = await makeWorld();
  const [template, data] = ["template.jinja", "chats.jsonl"].map((name) => join(world.root, name));
  await writeFile(template!, "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}");
  const say = (role: string, content: string) => [{ role, content }];
  const rows = ["one", "two"].map((content) => ({
    prompt: say("user", `Question: what is ${content} plus one?`),
    chosen: say("assistant", "It is so."),
    rejected: say("assistant", `No idea, perhaps ${content}.`),
  }));
  await writeFile(data!, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const asked = ["--model", world.model, "--data", data!];
  const chat = [...asked, "--chat-template", template!, "--max-length", "40"];
  const out = join(world.root, "dpo");
  const trained = await world.run("train", ...chat, "--method", "dpo", "--out", out);
  equal(trained.code, 0, trained.stderr);

  const diagnose = (...more: string[]) =>
    world.run("diagnose", ...asked, "--adapter", join(out, "adapter"), ...more);
  const taken = await diagnose();
  equal(taken.code, 0, taken.stderr);
  match(taken.stderr, /β = 0\.1, --max-length 40, --chat-template .*template\.jinja, as dpo was/);
  match(taken.stderr, /^data: 2 rows of .*chats\.jsonl/m);
  const scored = await world.run("score", ...chat.slice(0, -1), "20");
  match(scored.stderr, /^data: 2 rows of .*chats\.jsonl, 2 prompts trimmed/m);

  await Deno.remove(template!);
  const gone = await diagnose();
  notEqual(gone.code, 0, gone.stderr);
  match(gone.stderr, /the run's template .*template\.jinja is not there; .* --chat-template$/m);
});
