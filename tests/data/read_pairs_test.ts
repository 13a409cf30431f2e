import { deepEqual, equal, rejects } from "node:assert/strict";
import { readAll, readPairs, splitDialogue } from "../../lib/data/mod.ts";
import { DATA, jsonl, withFile } from "./_files.ts";

const TEA = { prompt: "Tea?", chosen: " Yes", rejected: " No" };

Deno.test("readPairs() streams explicit pairs with their rows, blank lines not counted", async () => {
  const content = `\r\n${jsonl(TEA)}  \n\n${JSON.stringify({ ...TEA, id: 4 })}`;
  for (const name of ["a.jsonl", "a.jsonl.gz"]) {
    await withFile(name, content, async (path) => {
      deepEqual(await readAll(readPairs(path)), [
        { ...TEA, row: 0 },
        { ...TEA, row: 1 },
      ]);
    });
  }
});

Deno.test("readPairs() keeps several rejected answers, scores and the domain", async () => {
  const rich = {
    ...TEA,
    rejected: [" No", " Hm"],
    scores: { chosen: 3, rejected: [1, 2] },
    domain: "tea",
  };
  const single = { ...TEA, scores: { chosen: 3, rejected: 1 }, domain: null };
  await withFile("a.jsonl", jsonl(rich, single), async (path) => {
    deepEqual(await readAll(readPairs(path, { domain: "drinks" })), [
      { ...rich, row: 0 },
      {
        ...TEA,
        scores: { chosen: 3, rejected: [1] },
        domain: "drinks",
        row: 1,
      },
    ]);
  });
});

Deno.test("readPairs() finds scores beside the answers, of dialogues too; null is none, and a tie stays", async () => {
  const shared = "\n\nHuman: Tea?\n\nAssistant:";
  const rows = [
    { ...TEA, score_chosen: 8.5, score_rejected: 3 },
    { ...TEA, rejected: [" No", " Hm"], chosen_score: 2, rejected_score: [2, -1] },
    { chosen: `${shared} Yes`, rejected: `${shared} No`, score_chosen: 1, score_rejected: 0 },
    { ...TEA, scores: null, score_chosen: null, score_rejected: null },
    { ...TEA, scores: { chosen: 1, rejected: 0 }, score_chosen: 5 },
  ];
  await withFile("a.jsonl", jsonl(...rows), async (path) => {
    const pairs = await readAll(readPairs(path));
    deepEqual(pairs.map(({ scores }) => scores), [
      { chosen: 8.5, rejected: [3] },
      { chosen: 2, rejected: [2, -1] },
      { chosen: 1, rejected: [0] },
      undefined,
      { chosen: 1, rejected: [0] },
    ]);
    equal("scores" in pairs[3]!, false);
  });
});

Deno.test("readPairs() splits dialogues at the last turn of the assistant that both share", async () => {
  const shared = "\n\nHuman: Tea?\n\nAssistant: Which?\n\nHuman: Black.\n\nAssistant:";
  const row = { chosen: shared + " I see.", rejected: shared + " I don't." };
  await withFile("a.jsonl", jsonl(row), async (path) => {
    deepEqual(await readAll(readPairs(path)), [
      { prompt: shared, chosen: " I see.", rejected: " I don't.", row: 0 },
    ]);
  });
});

Deno.test("splitDialogue() cuts where dialogues part, however long they go on", () => {
  const start = "\n\nHuman: Tea?\n\nAssistant:";
  const on = " Why?\n\nHuman: Thirst.\n\nAssistant: Here.";
  equal(splitDialogue(start + on, start + " No."), start.length);
  equal(splitDialogue(start + " No.", start + on), start.length);
  equal(
    splitDialogue(start + on, start + on.replace("Why", "Who")),
    start.length,
  );
});

Deno.test("splitDialogue() of a dialogue with itself leaves its last answer", () => {
  const dialogue = "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: d";
  equal(dialogue.slice(splitDialogue(dialogue, dialogue)), " d");
});

Deno.test("splitDialogue() ignores a turn at the same place after different words", () => {
  const start = "\n\nHuman: a\n\nAssistant:";
  const end = "\n\nHuman: c\n\nAssistant: d";
  equal(splitDialogue(`${start} x${end}`, `${start} y${end}`), start.length);
});

const UNFIT: Record<string, [unknown, RegExp]> = {
  "that names neither kind": [
    { query: "a", answer: "b" },
    /its keys are "query", "answer": give \{prompt, chosen, rejected\}.*, or map their names as in prompt=question$/,
  ],
  "without keys": [{}, /it has no keys: give/],
  "that lacks the rejected answer": [
    { prompt: "a", chosen: "b" },
    /"rejected" is missing: its keys are "prompt", "chosen"; map finds it under another name$/,
  ],
  "with a list of texts as the chosen answer": [
    { ...TEA, chosen: ["b"] },
    /"chosen" must be a string: it is a list/,
  ],
  "with null": [
    { ...TEA, prompt: null },
    /"prompt" must be a string: it is null/,
  ],
  "with no rejected answer in its list": [
    { ...TEA, rejected: [] },
    /"rejected" must hold at least one string and nothing else: it holds nothing/,
  ],
  "with a number among the rejected": [
    { ...TEA, rejected: ["a", 1] },
    /it holds a string, a number/,
  ],
  "with too few scores": [
    { ...TEA, rejected: ["a", "b"], scores: { chosen: 1, rejected: [0] } },
    /"scores" must be \{chosen, rejected\} with one number for each of its 1 \+ 2/,
  ],
  "with a score that is text": [
    { ...TEA, scores: { chosen: "1", rejected: 0 } },
    /"scores" must be/,
  ],
  "with one score of two": [
    { ...TEA, score_chosen: 3 },
    /"score_chosen" and "score_rejected" must hold one number for each of its 1 \+ 1 answers: they are 3 and missing/,
  ],
  "with one score for two rejected answers": [
    { ...TEA, rejected: ["a", "b"], chosen_score: 3, rejected_score: 1 },
    /"chosen_score" and "rejected_score" must hold .* its 1 \+ 2 answers: they are 3 and 1/,
  ],
  "with a bare score": [{ ...TEA, scores: 3 }, /"scores" must be .* it is 3/],
  "with a domain that is a number": [
    { ...TEA, domain: 3 },
    /"domain" must be a string: it is a number/,
  ],
  "of texts that are no dialogues": [
    { chosen: "Yes", rejected: "No" },
    /its dialogues share no "\\n\\nAssistant:" turn: begin both/,
  ],
};

for (const [kind, [row, why]] of Object.entries(UNFIT)) {
  Deno.test(`readPairs() refuses a row ${kind}, naming file and line`, async () => {
    await withFile(
      "data.jsonl",
      jsonl(TEA) + "\n" + jsonl(row),
      async (path) => {
        await rejects(readAll(readPairs(path)), (error: Error) => {
          equal(error.name, "TypeError");
          const start = `Cannot read pairs as line 3 of ${path} does not fit: `;
          equal(error.message.slice(0, start.length), start);
          return why.test(error.message.slice(start.length));
        });
      },
    );
  });
}

Deno.test("readPairs() says which line is not JSON", async () => {
  const content = jsonl(TEA) + '\n{"prompt": "a", "cho\n';
  await withFile("data.jsonl", content, async (path) => {
    await rejects(readAll(readPairs(path)), {
      name: "SyntaxError",
      message: /^Cannot read pairs as line 3 of .*data\.jsonl is not JSON: \w+/,
    });
  });
});

Deno.test("readPairs() says which line is not UTF-8 or too long", async () => {
  const bytes = Uint8Array.of(...new TextEncoder().encode("\n\n"), 0xff, 0xfe);
  await withFile("data.jsonl", bytes, async (path) => {
    await rejects(
      readAll(readPairs(path)),
      /^SyntaxError: Cannot read pairs as line 3 of .* is not UTF-8/,
    );
    await rejects(
      readAll(readPairs(path, { maxLineBytes: 1 })),
      /^RangeError: Cannot read pairs as line 3 of .* is longer than 1 bytes/,
    );
  });
});

Deno.test("readPairs() refuses JSON that is no object", async () => {
  for (const line of ["[1]", "null", '"a"', "3"]) {
    await withFile("data.jsonl", line, async (path) => {
      await rejects(readAll(readPairs(path)), {
        name: "TypeError",
        message:
          `Cannot read pairs as line 1 of ${path} is not a JSON object: write one {…} a line`,
      });
    });
  }
});

Deno.test("readPairs() takes a parser for files of another kind, and places its errors", async () => {
  const content = jsonl({ q: "a", best: "b", worst: "c" }, { q: "a" });
  await withFile("data.jsonl", content, async (path) => {
    const pairs = readPairs(path, {
      parse: ({ q, best, worst }) => {
        if (best === undefined) throw new RangeError("no best answer");
        return { prompt: `${q}`, chosen: `${best}`, rejected: `${worst}` };
      },
    });
    deepEqual((await pairs.next()).value, {
      prompt: "a",
      chosen: "b",
      rejected: "c",
      row: 0,
    });
    await rejects(pairs.next(), {
      name: "TypeError",
      message: `Cannot read pairs as line 2 of ${path} does not fit: no best answer`,
    });
  });
});

const HH = {
  "helpful-base": 2354,
  "helpful-rejection-sampled": 2749,
  "harmless-base": 2312,
};

for (const [name, count] of Object.entries(HH)) {
  Deno.test({
    name: `readPairs() reads all ${count} pairs of HH ${name}`,
    ignore: DATA === undefined,
    fn: async () => {
      const pairs = await readAll(
        readPairs(`${DATA}/hh/${name}.test.jsonl.gz`),
      );
      equal(pairs.length, count);
      for (const [row, pair] of pairs.entries()) {
        equal(pair.row, row);
        equal(pair.prompt.startsWith("\n\nHuman:"), true);
        equal(pair.prompt.endsWith("\n\nAssistant:"), true);
      }
    },
  });
}
