import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import {
  completionFromRow,
  readAll,
  readCompletions,
  readRows,
  readTexts,
} from "../../lib/data/mod.ts";
import { DATA, jsonl, withFile } from "./_files.ts";

const ROWS = jsonl(
  { prompt: "a", completion: " b", domain: "x" },
  { id: 3, text: "c" },
  { prompt: "d", chosen: " e", rejected: " f" },
  {
    chosen: "\n\nHuman: g\n\nAssistant: h",
    rejected: "\n\nHuman: g\n\nAssistant: i",
  },
);

Deno.test("readCompletions() reads completions, texts and the chosen answers of pairs", async () => {
  await withFile("a.jsonl", ROWS, async (path) => {
    deepEqual(await readAll(readCompletions(path, { domain: "y" })), [
      { prompt: "a", completion: " b", domain: "x", row: 0 },
      { prompt: "", completion: "c", domain: "y", row: 1 },
      { prompt: "d", completion: " e", domain: "y", row: 2 },
      {
        prompt: "\n\nHuman: g\n\nAssistant:",
        completion: " h",
        domain: "y",
        row: 3,
      },
    ]);
  });
});

Deno.test("readTexts() joins prompts and completions", async () => {
  await withFile("a.jsonl", ROWS, async (path) => {
    deepEqual(await readAll(readTexts(path)), [
      "a b",
      "c",
      "d e",
      "\n\nHuman: g\n\nAssistant: h",
    ]);
  });
});

Deno.test("completionFromRow() does not guess what a text beside a prompt is", () => {
  throws(() => completionFromRow({ prompt: "a", text: "b" }), {
    name: "TypeError",
    message: /^Cannot read a completion as its keys are "prompt", "text": give/,
  });
});

Deno.test("completionFromRow() refuses what is no text", () => {
  throws(
    () => completionFromRow({ text: 3 }),
    /"text" must be a string: it is a number/,
  );
  throws(() => completionFromRow({ completion: "a" }), /"prompt" is missing/);
  throws(
    () => completionFromRow({ prompt: "a", completion: {} }),
    /it is an object/,
  );
});

Deno.test("readCompletions() and readTexts() name what they read, the file and the line", async () => {
  await withFile("a.jsonl", jsonl({ a: 1 }), async (path) => {
    await rejects(
      readAll(readCompletions(path)),
      /^TypeError: Cannot read completions as line 1 of .*a\.jsonl does not fit: its keys are "a": give/,
    );
    await rejects(readAll(readTexts(path)), /Cannot read texts as line 1 of/);
  });
});

Deno.test("readRows() gives objects as they are, with row and place", async () => {
  await withFile("a.jsonl", '\n{"a": [1]}\n', async (path) => {
    deepEqual(await readAll(readRows(path)), [
      { value: { a: [1] }, row: 0, place: `line 2 of ${path}` },
    ]);
  });
});

Deno.test("readAll() stops at its limit and refuses one that is no number", async () => {
  async function* forever() {
    for (let i = 0;; i++) yield await Promise.resolve(i);
  }
  deepEqual(await readAll(forever(), { limit: 2 }), [0, 1]);
  deepEqual(await readAll(forever(), { limit: 0 }), []);
  await rejects(readAll(forever(), { limit: NaN }), {
    name: "RangeError",
    message: "Cannot collect items as limit must be ≥ 0: current value is NaN",
  });
});

Deno.test({
  name: "readTexts() reads 12,500 reviews of IMDb",
  ignore: DATA === undefined,
  fn: async () => {
    const texts = await readAll(readTexts(`${DATA}/imdb/test_pos.jsonl.gz`));
    equal(texts.length, 12_500);
    equal(texts.every((text) => text.length > 0), true);
  },
});
