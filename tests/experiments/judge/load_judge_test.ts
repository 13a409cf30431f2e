import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { key } from "../../../lib/base/random.ts";
import {
  loadJudge,
  measureJudge,
  measureOnWindows,
  readLabelledReviews,
} from "../../../lib/experiments/judge/mod.ts";
import { namesIn } from "../../_support.ts";
import { DATA } from "../../data/_files.ts";

const SHIPPED = fileURLToPath(new URL("../../../models/sentiment", import.meta.url));
const FILES = ["config.json", "vocabulary.txt", "weights.safetensors"];
const judge = await loadJudge(SHIPPED);

/** Runs `use` on a copy of the shipped judge. */
async function withCopy(use: (folder: string) => Promise<unknown>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of FILES) await Deno.copyFile(`${SHIPPED}/${name}`, `${folder}/${name}`);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Asserts a RangeError of one line that names a file. */
function refused(folder: string, name: string, why: RegExp) {
  return rejects(loadJudge(folder), (error: Error) => {
    equal(error.name, "RangeError");
    ok(error.message.startsWith(`Cannot read ${folder}/${name} as `), error.message);
    ok(!error.message.includes("\n"));
    return why.test(error.message);
  });
}

Deno.test("the shipped judge takes less than 4 MiB and has a card", async () => {
  deepEqual(await namesIn(SHIPPED), ["README.md", ...FILES]);
  let bytes = 0;
  for (const name of await namesIn(SHIPPED)) bytes += (await Deno.stat(`${SHIPPED}/${name}`)).size;
  ok(bytes < 4 * 2 ** 20, `${bytes} bytes`);
});

Deno.test("the shipped judge is on the right side of what nobody doubts", () => {
  const liked = [
    "One of the best films I have ever seen. A masterpiece.",
    "I loved every minute of it, the acting was superb and the story moving.",
    "A wonderful, funny and touching movie. Highly recommended!",
    "This is a great movie with brilliant performances; don't miss it.",
    "Not bad at all, in fact it was excellent.",
  ];
  const disliked = [
    "The worst film I have ever seen. A complete waste of time.",
    "I hated every minute of it, the acting was terrible and the plot makes no sense.",
    "Boring, predictable and poorly written. Avoid it!",
    "This is an awful movie with wooden performances; what a disappointment.",
    "Not funny at all, in fact it was painfully dull.",
  ];
  for (const text of liked) ok(judge([text])[0]! > 0, text);
  for (const text of disliked) ok(judge([text])[0]! < 0, text);
});

Deno.test("the shipped judge gains nothing by repetition, and is undecided about nothing", () => {
  const [once, often] = judge(["great. great", "great ".repeat(60)]);
  equal(once, often);
  ok(Math.abs(judge([""])[0]!) < 0.5);
});

Deno.test("loadJudge() names a file that is missing", async () => {
  for (const name of FILES) {
    await withCopy(async (folder) => {
      await Deno.remove(`${folder}/${name}`);
      await refused(folder, name, /no such file exists: check the path/);
    });
  }
});

Deno.test("loadJudge() refuses truncated weights and a vocabulary of another judge", async () => {
  await withCopy(async (folder) => {
    await Deno.truncate(`${folder}/weights.safetensors`, 1000);
    await refused(folder, "weights.safetensors", /SHA-256 .*restore the folder's files/);
  });
  await withCopy(async (folder) => {
    await Deno.writeTextFile(`${folder}/vocabulary.txt`, "zyzzyva\n", { append: true });
    await refused(folder, "vocabulary.txt", /SHA-256 .*restore the folder's files/);
  });
});

Deno.test("loadJudge() refuses a config that is none", async () => {
  await withCopy(async (folder) => {
    await Deno.writeTextFile(`${folder}/config.json`, `{"model_type": "gpt2"}`);
    await refused(folder, "config.json", /"format" must be/);
    await Deno.truncate(`${folder}/config.json`, 9);
    await rejects(loadJudge(folder), /^SyntaxError: Cannot read .*config\.json as it is not JSON/);
  });
});

Deno.test({
  name: "the shipped judge is right on 88 % of IMDb's test reviews, and honest on their windows",
  ignore: DATA === undefined,
  async fn() {
    const start = performance.now();
    const rows = await readLabelledReviews(DATA!, "test");
    equal(rows.length, 25_000);
    const whole = measureJudge(judge, rows);
    ok(whole.accuracy >= 0.88, `${whole.accuracy}`);
    const windows = measureOnWindows(judge, rows, key(7));
    ok(windows.accuracy >= 0.74 && windows.ece <= 0.03, JSON.stringify(windows));
    ok(performance.now() - start < 30_000);
  },
});
