import { deepEqual, rejects } from "node:assert/strict";
import { readAll, readCompletions, readPairs, readTexts } from "../../lib/data/mod.ts";
import { jsonl, withFile } from "./_files.ts";

const ROW = { meta: { question: "Tea?" }, answers: [" Yes", " No"], better: " Aye", "a.b": "x" };

Deno.test("readPairs() finds mapped fields, also within objects and lists, and under names with dots", async () => {
  await withFile("a.jsonl", jsonl(ROW), async (path) => {
    const map = { prompt: "meta.question", chosen: "better", rejected: "answers.1" };
    deepEqual(await readAll(readPairs(path, { map })), [
      { prompt: "Tea?", chosen: " Aye", rejected: " No", row: 0 },
    ]);
    const list = { prompt: "a.b", chosen: "better", rejected: "answers" };
    deepEqual(await readAll(readPairs(path, { map: list })), [
      { prompt: "x", chosen: " Aye", rejected: [" Yes", " No"], row: 0 },
    ]);
  });
});

Deno.test("readPairs() swaps fields that are mapped onto each other", async () => {
  const row = { prompt: "a", chosen: "b", rejected: "c" };
  await withFile("a.jsonl", jsonl(row), async (path) => {
    const map = { chosen: "rejected", rejected: "chosen" };
    deepEqual(await readAll(readPairs(path, { map })), [
      { prompt: "a", chosen: "c", rejected: "b", row: 0 },
    ]);
  });
});

Deno.test("readCompletions() and readTexts() find mapped fields", async () => {
  await withFile("a.jsonl", jsonl(ROW), async (path) => {
    deepEqual(await readAll(readCompletions(path, { map: { text: "better" } })), [
      { prompt: "", completion: " Aye", row: 0 },
    ]);
    deepEqual(await readAll(readTexts(path, { map: { text: "meta.question" } })), ["Tea?"]);
  });
});

Deno.test("readPairs() says which mapped field a row lacks, and which keys it has", async () => {
  const whole = { prompt: "a", best: "b", rejected: "c" };
  await withFile("a.jsonl", jsonl(whole, { ...whole, best: undefined }, ROW), async (path) => {
    await rejects(readAll(readPairs(path, { map: { chosen: "best" } })), {
      name: "TypeError",
      message:
        `Cannot read pairs as line 2 of ${path} does not fit: it lacks "best", which stands for "chosen": its keys are "prompt", "rejected"`,
    });
  });
  await withFile("a.jsonl", jsonl(ROW), async (path) => {
    await rejects(
      readAll(readPairs(path, { map: { prompt: "meta.title" } })),
      /it lacks "meta\.title", which stands for "prompt": its keys are "question" there$/,
    );
  });
});
