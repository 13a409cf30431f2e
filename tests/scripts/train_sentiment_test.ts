import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { key } from "../../lib/base/random.ts";
import { loadJudge } from "../../lib/experiments/judge/mod.ts";
import { namesIn } from "../_support.ts";
import { jsonl } from "../data/_files.ts";
import { syntheticReviews } from "../experiments/judge/_reviews.ts";
import { run } from "./_run.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/train_sentiment.ts", import.meta.url));
const train = (...args: string[]) =>
  run(
    ["run", "--allow-read", "--allow-write", "--allow-env", "--allow-sys", SCRIPT, ...args],
    { FASTSLOW_DATA: "" },
  );

/** Writes reviews as IMDb's files have them. */
async function writeReviews(folder: string) {
  await Deno.mkdir(join(folder, "imdb"), { recursive: true });
  for (const [i, part] of ["train", "test"].entries()) {
    const rows = syntheticReviews(key(i), 100);
    for (const [name, side] of [["pos", true], ["neg", false]] as const) {
      const some = rows.filter(({ positive }) => positive === side);
      const bytes = gzipSync(jsonl(...some.map(({ text }, id) => ({ id, text }))));
      await Deno.writeFile(join(folder, "imdb", `${part}_${name}.jsonl.gz`), bytes);
    }
  }
}

Deno.test("task train-sentiment leaves a judge that loads, the same each time, and its card", async () => {
  const root = await Deno.makeTempDir();
  try {
    await writeReviews(root);
    const outs = [join(root, "one"), join(root, "two")];
    for (const out of outs) {
      const { code, stdout, stderr } = await train("--data", root, "--out", out);
      equal(code, 0, stderr);
      equal(stdout, "");
      match(stderr, /^train-sentiment: 9\d\.\d\d % of 200 test reviews, in /m);
    }
    const files = ["README.md", "config.json", "vocabulary.txt", "weights.safetensors"];
    deepEqual(await namesIn(outs[0]!), files);
    for (const name of files.slice(1)) {
      const [one, two] = await Promise.all(outs.map((out) => Deno.readFile(join(out, name))));
      deepEqual(one, two);
    }
    const [liked, disliked] = (await loadJudge(outs[0]!))(["lovely superb", "dull awful"]);
    equal(liked! > disliked!, true);
    const card = await Deno.readTextFile(join(outs[0]!, "README.md"));
    match(card, /^\| whole reviews \| 200 \| 9\d\.\d\d % \| 0\.\d{4} \| /m);
    equal(/undefined|NaN|\[object/.test(card), false);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("task train-sentiment says in one line that data is missing", async () => {
  const { code, stderr } = await train("--data", "nowhere");
  equal(code, 2);
  equal(
    stderr,
    "error: Cannot read nowhere/imdb/train_pos.jsonl.gz as no such file exists: check the path\n",
  );
});

Deno.test("task train-sentiment asks for data where neither option nor variable names it", async () => {
  const { code, stderr } = await train();
  equal(code, 2);
  equal(stderr, "error: Option --data is needed, as the variable FASTSLOW_DATA is not set.\n");
});
