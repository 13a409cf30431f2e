import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fixturePath } from "../_support.ts";
import { run } from "./_run.ts";
import { makeWorld } from "./_world.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { tasks } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));

/** Runs the task with its own permissions. */
function validate(...args: string[]) {
  const [, command, ...rest] = tasks.validate.command.split(" ");
  return run([command, ...rest.slice(0, -1), join(ROOT, rest.at(-1)), ...args]);
}

Deno.test("task validate counts what a file holds, in words and as JSON", async () => {
  await using world = await makeWorld();
  const rows = [
    { prompt: "Question 1:", chosen: " It is 1.", rejected: " It is 1." },
    { prompt: "Question 1:", chosen: " It is 2.", rejected: " " },
    { prompt: "Question ".repeat(60), chosen: " It is 1.", rejected: " It is 2." },
    { prompt: "Question 1: what is 1 plus one?", chosen: " No", rejected: " It is 2." },
  ];
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await Deno.writeTextFile(world.data, text, { append: true });
  const words = await validate("--data", world.data, "--model", world.model);
  equal(words.code, 0, words.stderr);
  match(words.stdout, /^16 rows of /);
  match(words.stdout, /empty answers +1 {2}row 14$/m);
  match(words.stdout, /longer than 48 tokens +1 {2}1 prompts trimmed, 0 answers cut$/m);
  match(words.stdout, /rows that task train takes +14 {2}leaves out 1 empty, 1 identical$/m);
  match(words.stdout, /^row 1: \d+ tokens given, \d+ and \d+ learnt$/m);
  match(words.stdout, /^ {2}chosen {3}Question 0: .*\?\[ It is 1\.<\|endoftext\|>\]$/m);
  ok(!words.stdout.includes("\x1b"));

  const { stdout } = await validate("--data", world.data, "--model", world.model, "--json");
  const { pairs, tokens, lengths } = JSON.parse(stdout);
  deepEqual(pairs.identical, { count: 1, rows: [12] });
  deepEqual(tokens.dropped, { empty: 1, identical: 1 });
  equal(tokens.kept, 14);
  equal(lengths.unit, "tokens");
  equal(lengths.bins.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0), 14);
  const trained = await world.run(
    "train",
    ...["--model", world.model, "--data", world.data, "--steps", "1", "--lora-rank", "2"],
    ...["--out", join(world.root, "run")],
  );
  match(
    trained.stderr,
    /data: 14 rows of .*, 1 dropped as empty, 1 dropped as identical, 1 prompts trimmed$/m,
  );
});

Deno.test("task validate reads tables and mapped fields without a model, and draws", async () => {
  const folder = await Deno.makeTempDir();
  const data = fixturePath("tables/zstd.parquet");
  for (const name of ["a.svg", "a.html"]) {
    const { code, stdout, stderr } = await validate(
      ...["--data", data, "--map", "prompt=domain", "--max-rows", "2", "--chart"],
      join(folder, name),
    );
    equal(code, 0, stderr);
    match(stdout, /^2 rows of /);
    match(stdout, /in characters; the longest has 11/);
    match(await Deno.readTextFile(join(folder, name)), /<svg .*How long the rows are/s);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("task validate, train and score say that data has no rows", async () => {
  await using world = await makeWorld();
  for (const text of ["", "\n \n"]) {
    await Deno.writeTextFile(world.data, text);
    const { code, stdout, stderr } = await validate("--data", world.data);
    equal(code, 1);
    equal(stdout, "");
    match(stderr, /^error: Cannot use .*pairs\.jsonl as it has 0 rows: give a file with at least/m);
  }
  for (const task of ["train", "score"]) {
    const { code, stderr } = await world.run(task, "--model", world.model, "--data", world.data);
    equal(code, 2);
    match(stderr, /^error: Cannot use .*pairs\.jsonl as it has 0 rows: give a file with at least/m);
  }
});

Deno.test("task validate ends with exit code 1 and one line at a row that cannot be read", async () => {
  await using world = await makeWorld();
  await Deno.writeTextFile(world.data, '{"prompt": "a", "best": "b"}\n', { append: true });
  const { code, stdout, stderr } = await validate("--data", world.data);
  equal(code, 1);
  equal(stdout, "");
  match(stderr, /^error: Cannot read pairs as line 13 of .* does not fit: "rejected" is missing/m);
  ok(!/^ +at /m.test(stderr), stderr);
});

Deno.test("task validate refuses what it cannot use, in one line and with exit code 2", async () => {
  const cases: [string[], RegExp][] = [
    [["--data", "nowhere.jsonl"], /Cannot read nowhere\.jsonl as no such file exists/],
    [["--data", "a.jsonl", "--chart", "a.png"], /--chart must end in \.svg or \.html/],
    [["--data", "a.jsonl", "--map", "chosen"], /--map must be a list of field=name.*"chosen"/],
    [["--data", "a.jsonl", "--map", "choosen=b"], /knows the fields .*; did you mean chosen\?/],
    [["--data", "a.jsonl", "--chat-template", "a.jinja"], /--chat-template needs --model/],
    [[], /--data/],
  ];
  for (const [args, why] of cases) {
    const { code, stdout, stderr } = await validate(...args);
    deepEqual([code, stdout, stderr.trim().split("\n").length], [2, "", 1], stderr);
    match(stderr, why);
  }
});
