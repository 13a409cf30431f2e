import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { namesIn } from "../_support.ts";
import { timeless } from "../train/_worlds.ts";
import { makeWorld, type Ran, type World } from "./_world.ts";

async function lines(folder: string) {
  const text = await Deno.readTextFile(join(folder, "metrics.jsonl"));
  return text.trim().split("\n").map((line) => timeless(JSON.parse(line)));
}

/** Asserts one clear line, exit code 2, and no run folder. */
async function refused({ code, stdout, stderr }: Ran, why: RegExp, out?: string) {
  const said = stderr.trim().split("\n").filter((line) =>
    !/^(engine|data|memory|train):/.test(line)
  );
  match(said.join("\n"), why);
  equal(said.length, 1, stderr);
  equal(code, 2);
  equal(stdout, "");
  if (out) ok(!await exists(join(out, "adapter")), "a half-made adapter was left");
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function base({ model, data, root }: World, out = "run") {
  return [
    "--model",
    model,
    "--data",
    data,
    "--batch-size",
    "4",
    "--lora-rank",
    "2",
    "--out",
    join(root, out),
  ];
}

Deno.test("task train leaves run.json, metrics.jsonl, checkpoints and adapters", async () => {
  await using world = await makeWorld();
  const out = join(world.root, "run");
  const { code, stdout, stderr } = await world.run("train", ...base(world), "--steps", "4");
  equal(code, 0, stderr);
  equal(stdout, "");
  match(stderr, /^engine: /m);
  match(stderr, /^train: 4 steps, loss /m);
  const rows = await lines(out);
  equal(rows.length, 4);
  for (
    const name of [
      "step",
      "loss",
      "rewards/margins",
      "rewards/accuracies",
      "logps/chosen",
      "chase/slope_F",
    ]
  ) {
    ok(name in rows[0]!, `${name} is not logged`);
  }
  const folders = await namesIn(out);
  deepEqual(folders, ["adapter", "adapter-slow", "checkpoints", "metrics.jsonl", "run.json"]);
  const { settings } = JSON.parse(await Deno.readTextFile(join(out, "run.json")));
  equal(settings.method, "ofs-dpo");
});

Deno.test("task train killed and resumed gives what an unbroken run gives", async () => {
  await using world = await makeWorld();
  const steps = ["--steps", "60", "--save-every", "2", "--shuffle"];
  const broken = world.start("train", ...base(world, "broken"), ...steps);
  const checkpoints = join(world.root, "broken/checkpoints");
  const saved = async () =>
    (await namesIn(checkpoints).catch(() => [])).some((name) => /\d\.safetensors$/.test(name));
  while (!await saved()) await new Promise((done) => setTimeout(done, 20));
  broken.kill("SIGKILL");
  await broken.output();
  ok(!await exists(join(world.root, "broken/adapter")), "the run ended before it was killed");
  const resumed = await world.run("train", ...base(world, "broken"), ...steps, "--resume");
  equal(resumed.code, 0, resumed.stderr);
  const whole = await world.run("train", ...base(world, "whole"), ...steps);
  equal(whole.code, 0, whole.stderr);
  deepEqual(await lines(join(world.root, "broken")), await lines(join(world.root, "whole")));
});

Deno.test("task train refuses what it cannot use, in one line", async (t) => {
  await using world = await makeWorld();
  const out = join(world.root, "run");
  const train = (...args: string[]) => world.run("train", ...base(world), ...args);
  const cases: Record<string, [readonly string[], RegExp]> = {
    "an unknown option": [["--betta", "1"], /Unknown option --betta; did you mean --beta\?/],
    "an unknown method": [
      ["--method", "dop"],
      /--method must be one of dpo, .*current value is "dop"/,
    ],
    "a number out of range": [["--beta", "-1"], /--beta/],
    "a missing file": [["--data", join(world.root, "none.jsonl")], /none\.jsonl/],
    "a missing model": [["--model", join(world.root, "none")], /Cannot find the model/],
    "a run that is not there": [["--resume"], /holds no run/],
    "an unknown target": [["--lora-targets", "q_proj"], /q_proj.*c_attn/],
  };
  for (const [name, [args, why]] of Object.entries(cases)) {
    await t.step(name, async () => await refused(await train(...args), why, out));
  }
});

Deno.test("task train and task score take rows with three rejected answers, and refuse other rows among them", async () => {
  await using world = await makeWorld();
  const row = { prompt: "x", chosen: " y", rejected: [" a", " b", " c d"] };
  const text = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join("\n");
  await Deno.writeTextFile(world.data, text([row, { ...row, prompt: "z" }]));
  const scoring = ["score", "--model", world.model, "--data", world.data];
  const trained = await world.run("train", ...base(world));
  equal(trained.code, 0, trained.stderr);
  const { code, stdout, stderr } = await world.run(scoring[0]!, ...scoring.slice(1));
  equal(code, 0, stderr);
  const [line] = stdout.trim().split("\n").map((line) => JSON.parse(line));
  equal(line.rejected.length, 3);
  ok(line.rejected.every((logp: number) => logp < 0));
  deepEqual(line.rejected_tokens.map(Number.isInteger), [true, true, true]);

  await Deno.writeTextFile(world.data, text([row, { ...row, rejected: " a" }]));
  const why = /row 2 has 1 rejected ones where row 1 has 3/;
  await refused(await world.run("train", ...base(world, "uneven")), why);
  await refused(await world.run(scoring[0]!, ...scoring.slice(1)), why);
});

Deno.test("task train that diverges fails with one line and exit code 1", async () => {
  await using world = await makeWorld();
  const { code, stderr } = await world.run("train", ...base(world), "--lr", "1e30", "--steps", "9");
  equal(code, 1);
  match(stderr, /^error: Training diverged at step \d+ as .* is NaN: lower the learning rate$/m);
  ok(!/^ +at /m.test(stderr), stderr);
});

Deno.test("task train names file and line of a malformed row", async () => {
  await using world = await makeWorld();
  await Deno.writeTextFile(world.data, '{"prompt": "x", \n', { append: true });
  await refused(await world.run("train", ...base(world)), /line 13 of .*pairs\.jsonl is not JSON/);
});

Deno.test("task train refuses broken weights, and an adapter of another model", async () => {
  await using world = await makeWorld();
  const other = join(world.root, "other");
  await Deno.mkdir(other);
  const lora = new URL("../fixtures/lora/fast/", import.meta.url);
  for (const name of ["adapter_config.json", "adapter_model.safetensors"]) {
    await Deno.copyFile(new URL(name, lora), join(other, name));
  }
  await refused(
    await world.run("train", ...base(world), "--adapter", other),
    /belongs to another model/,
  );
  const weights = join(world.model, "model.safetensors");
  const bytes = await Deno.readFile(weights);
  await Deno.writeFile(weights, bytes.subarray(0, bytes.length - 100));
  await refused(await world.run("train", ...base(world)), /model\.safetensors.*truncated/);
});

Deno.test("task train says where it may not write", async () => {
  await using world = await makeWorld();
  await refused(
    await world.run("train", ...base(world), "--out", join(world.data, "run")),
    /Cannot write .*pairs\.jsonl/,
  );
});

Deno.test("task score prints a line a pair, and the adapter's start scores as the base", async () => {
  await using world = await makeWorld();
  const args = ["--model", world.model, "--data", world.data];
  const plain = await world.run("score", ...args);
  equal(plain.code, 0, plain.stderr);
  const rows = plain.stdout.trim().split("\n").map((line) => JSON.parse(line));
  equal(rows.length, 12);
  deepEqual(Object.keys(rows[0]), [
    "row",
    "chosen",
    "rejected",
    "chosen_tokens",
    "rejected_tokens",
  ]);
  ok(rows.every(({ chosen, chosen_tokens }) => chosen < 0 && chosen_tokens > 1));
  await world.run("train", ...base(world), "--method", "dpo", "--steps", "3", "--lr", "0.01");
  const moved = await world.run("score", ...args, "--adapter", join(world.root, "run/adapter"));
  const [first] = moved.stdout.split("\n").map((line) => line && JSON.parse(line));
  ok(first.chosen !== rows[0].chosen);
});

Deno.test("task generate prints the same text for the same seed, and refuses a prompt beyond the context", async () => {
  await using world = await makeWorld();
  const write = (...args: string[]) =>
    world.run("generate", "--model", world.model, "--max-tokens", "8", ...args);
  const first = await write("--prompt", "Question", "--seed", "5");
  equal(first.code, 0, first.stderr);
  equal((await write("--prompt", "Question", "--seed", "5")).stdout, first.stdout);
  await refused(await write("--prompt", "Question ".repeat(60)), /context is 48/);
});
