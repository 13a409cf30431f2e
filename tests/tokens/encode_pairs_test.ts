import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { Pair } from "../../lib/base/types.ts";
import { readAll, readPairs } from "../../lib/data/mod.ts";
import {
  encodeAnswer,
  encodeCompletions,
  encodePairs,
  encodePrompt,
  loadTokenizer,
} from "../../lib/tokens/mod.ts";
import { DATA } from "../data/_files.ts";
import { bytes, bytesWithBos, ids } from "./_tokenizers.ts";

const EOS = 0;
const BOS = 1;
const NOTHING = { empty: 0, identical: 0, identicalWhenCut: 0 };

function pair(
  prompt: string,
  chosen: string,
  rejected: string | string[],
): Pair {
  return { prompt, chosen, rejected };
}

function only(input: Pair, maxLength = 1024, tokenizer = bytes) {
  const { pairs, truncated } = encodePairs([input], tokenizer, { maxLength });
  const { prompt, chosen, rejected } = pairs[0]!;
  return {
    prompt: [...prompt],
    answers: [chosen, ...rejected].map((it) => [...it]),
    truncated,
  };
}

Deno.test("encodePairs() encodes prompt and answers apart, one EOS after each answer", () => {
  const { prompt, answers, truncated } = only(pair("pq", "ab", ["c", "d"]));
  deepEqual(prompt, ids("pq"));
  deepEqual(answers, [[...ids("ab"), EOS], [...ids("c"), EOS], [
    ...ids("d"),
    EOS,
  ]]);
  deepEqual(truncated, { prompts: 0, completions: 0 });
});

Deno.test("encodePairs() never doubles the EOS", () => {
  const { answers } = only(
    pair("p", "a<|endoftext|>", "b<|endoftext|><|endoftext|>"),
  );
  deepEqual(answers, [[...ids("a"), EOS], [...ids("b"), EOS]]);
});

Deno.test("encodePairs() lets a template's white space behind its EOS stand, without a second EOS", () => {
  const { answers } = only(pair("p", "a<|endoftext|>\n", "b<|endoftext|><|endoftext|> \n"));
  deepEqual(answers, [[...ids("a"), EOS, ...ids("\n")], [...ids("b"), EOS, ...ids(" \n")]]);
});

Deno.test("encodePairs() drops an answer of special tokens and white space alone as empty", () => {
  const empty = ["<|endoftext|>\n", " <s> <|endoftext|>", "<s>\n"];
  const { dropped } = encodePairs(empty.map((answer) => pair("p", "a", answer)), bytes);
  deepEqual(dropped, { ...NOTHING, empty: 3 });
});

Deno.test("encodeCompletions() has one BOS where a conversation rendered as a whole spells it", () => {
  const { pairs } = encodeCompletions([{ prompt: "", completion: "<s>ab" }], bytesWithBos);
  deepEqual([...pairs[0]!.prompt, ...pairs[0]!.chosen], [BOS, ...ids("ab"), EOS]);
});

Deno.test("encodePairs() keeps an EOS in the middle of an answer", () => {
  const { answers } = only(pair("p", "a<|endoftext|>b", "c"));
  deepEqual(answers[0], [...ids("a"), EOS, ...ids("b"), EOS]);
});

Deno.test("encodePrompt() begins with BOS where the tokenizer has one, never twice", () => {
  deepEqual([...encodePrompt("p", bytesWithBos)], [BOS, ...ids("p")]);
  deepEqual([...encodePrompt("<s>p", bytesWithBos)], [BOS, ...ids("p")]);
  deepEqual([...encodePrompt("", bytesWithBos)], [BOS]);
  deepEqual([...encodePrompt("p", bytes)], ids("p"));
  deepEqual([...encodePrompt("", bytes)], [EOS]);
});

Deno.test("encodePairs() puts no BOS before an answer", () => {
  deepEqual(only(pair("p", "a", "b"), 1024, bytesWithBos).answers, [
    [...ids("a"), EOS],
    [...ids("b"), EOS],
  ]);
});

Deno.test("encodeAnswer() of nothing is the lone EOS", () => {
  deepEqual([...encodeAnswer("", bytes)], [EOS]);
});

Deno.test("encodePairs() trims the prompt from the left, beside the longest answer", () => {
  const { prompt, answers, truncated } = only(pair("pqrstu", "a", "bcd"), 8);
  deepEqual(prompt, ids("rstu"));
  deepEqual(answers, [[...ids("a"), EOS], [...ids("bcd"), EOS]]);
  deepEqual(truncated, { prompts: 1, completions: 0 });
});

Deno.test("encodePairs() keeps the BOS when it trims the prompt", () => {
  const { prompt } = only(pair("pqrstu", "a", "bcd"), 8, bytesWithBos);
  deepEqual(prompt, [BOS, ...ids("stu")]);
});

Deno.test("encodePairs() leaves a row of exactly maxLength whole", () => {
  const { prompt, truncated } = only(pair("pqrs", "a", "bcd"), 8);
  deepEqual(prompt, ids("pqrs"));
  deepEqual(truncated, { prompts: 0, completions: 0 });
});

Deno.test("encodePairs() cuts an answer to maxLength - 1, its EOS first, and keeps one prompt token", () => {
  const { prompt, answers, truncated } = only(pair("pq", "abcd", "xyz"), 4);
  deepEqual(prompt, ids("q"));
  deepEqual(answers, [ids("abc"), ids("xyz")]);
  deepEqual(truncated, { prompts: 1, completions: 2 });
  deepEqual(only(pair("pq", "abcd", "x"), 4, bytesWithBos).prompt, [BOS]);
  deepEqual(only(pair("p", "ab", "x"), 4).truncated, {
    prompts: 0,
    completions: 0,
  });
});

Deno.test("encodePairs() drops and counts what cannot be learnt from", () => {
  const { pairs, dropped, truncated } = encodePairs(
    [
      pair("p", "", "a"),
      pair("p", "a", " \n\t"),
      pair("p", "a", ["b", ""]),
      pair("p", "<|endoftext|>", "a"),
      pair("p", "a", "a"),
      pair("p", "a", ["b", "a"]),
      pair("p", "a", "a<|endoftext|>"),
      pair("p", "abcdef", "abcxyz"),
      pair("p", "abcdef", "abxdef"),
    ],
    bytes,
    { maxLength: 4 },
  );
  deepEqual(dropped, { empty: 4, identical: 3, identicalWhenCut: 1 });
  deepEqual(truncated, { prompts: 0, completions: 2 });
  deepEqual(pairs.map(({ row }) => row), [8]);
});

Deno.test("encodePairs() keeps an answer that another one begins with", () => {
  deepEqual(
    encodePairs([pair("p", "a", "ab"), pair("p", "ab", "a")], bytes).dropped,
    NOTHING,
  );
});

Deno.test("encodePairs() keeps two rejected answers that are alike", () => {
  equal(encodePairs([pair("p", "a", ["b", "b"])], bytes).pairs.length, 1);
});

Deno.test("encodePairs() passes row, scores and domain on", () => {
  const scores = { chosen: 2, rejected: [1] };
  const input = { ...pair("p", "a", "b"), row: 41, scores, domain: "tea" };
  const { pairs } = encodePairs([pair("p", "a", "b"), input], bytes);
  deepEqual(Object.keys(pairs[0]!).sort(), [
    "chosen",
    "prompt",
    "rejected",
    "row",
  ]);
  equal(pairs[0]!.row, 0);
  deepEqual([pairs[1]!.row, pairs[1]!.scores, pairs[1]!.domain], [
    41,
    scores,
    "tea",
  ]);
});

Deno.test("encodePairs() refuses a maxLength without room for a prompt and an answer", () => {
  for (const maxLength of [1, 2.5, NaN, Infinity]) {
    throws(() => encodePairs([], bytes, { maxLength }), {
      name: "RangeError",
      message:
        `Cannot encode pairs as maxLength must be a whole number ≥ 2: current value is ${maxLength}`,
    });
  }
});

Deno.test("encodeCompletions() gives rows without rejected answers", () => {
  const { pairs, dropped, truncated } = encodeCompletions(
    [
      { prompt: "pq", completion: "ab", domain: "tea" },
      { prompt: "p", completion: " " },
      { prompt: "", completion: "abcdef" },
    ],
    bytes,
    { maxLength: 4 },
  );
  deepEqual(dropped, { ...NOTHING, empty: 1 });
  deepEqual(truncated, { prompts: 1, completions: 1 });
  deepEqual(
    pairs.map((
      it,
    ) => [[...it.prompt], [...it.chosen], it.rejected, it.row, it.domain]),
    [
      [ids("q"), [...ids("ab"), EOS], [], 0, "tea"],
      [[EOS], ids("abc"), [], 2, undefined],
    ],
  );
});

Deno.test({
  name:
    "encodePairs() of HH helpful-base with GPT-2's tokenizer drops 4 empty and 2 identical pairs",
  ignore: DATA === undefined,
  fn: async () => {
    const gpt2 = await loadTokenizer(`${DATA}/tokenizers/gpt2_tokenizer.json`);
    const pairs = await readAll(
      readPairs(`${DATA}/hh/helpful-base.test.jsonl.gz`),
    );
    const encoded = encodePairs(pairs, gpt2, { maxLength: 512 });
    deepEqual(encoded.dropped, { empty: 4, identical: 2, identicalWhenCut: 0 });
    equal(encoded.pairs.length, 2348);
    for (const { prompt, chosen, rejected: [rejected], row } of encoded.pairs) {
      const longest = Math.max(chosen.length, rejected!.length);
      ok(prompt.length > 0 && prompt.length + longest <= 512);
      const source = pairs[row]!;
      ok(source.prompt.endsWith(gpt2.decode(prompt).replace(/^\ufffd+/, "")));
      if (chosen.length < 511) {
        equal(gpt2.decode(chosen), source.chosen + "<|endoftext|>");
      }
    }
  },
});
