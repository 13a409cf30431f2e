import { equal } from "node:assert/strict";
import { boundaryMerges, tokenizerFromJson, trainBpe } from "../../lib/tokens/mod.ts";

const tokenizer = tokenizerFromJson(
  trainBpe(["slow slow slow fox fox fox"], { vocabSize: 300 }),
);

Deno.test("boundaryMerges() counts the rows in which an answer would merge into its prompt", () => {
  const rows = [
    { prompt: "the sl", chosen: "ow", rejected: " fox" },
    { prompt: "the", chosen: " fox", rejected: ["ed", " slow"] },
    { prompt: "the ", chosen: "a", rejected: ["b", "slow"] },
    { prompt: "the slow ", chosen: "b", rejected: "fox" },
    { prompt: "", chosen: "slow", rejected: "fox" },
    { prompt: "the<|endoftext|>", chosen: "slow", rejected: "fox" },
  ];
  equal(boundaryMerges(rows.slice(0, 1), tokenizer), 1);
  equal(boundaryMerges(rows.slice(1, 2), tokenizer), 0);
  equal(boundaryMerges(rows.slice(2, 4), tokenizer), 2);
  equal(boundaryMerges(rows.slice(4), tokenizer), 0);
  equal(boundaryMerges(rows, tokenizer), 3);
});

Deno.test("boundaryMerges() takes completions as well, and no rows at all", () => {
  equal(boundaryMerges([{ prompt: "sl", completion: "ow" }], tokenizer), 1);
  equal(boundaryMerges([{ prompt: "slow", completion: " fox" }], tokenizer), 0);
  equal(boundaryMerges([], tokenizer), 0);
});
