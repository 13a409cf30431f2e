import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { tokenizerFromJson, trainBpe } from "../../lib/tokens/mod.ts";
import oracle from "./oracle.json" with { type: "json" };

Deno.test("trainBpe() learns the merges and vocabulary of Hugging Face's trainer", () => {
  const { model } = trainBpe(oracle.texts, { vocabSize: 400 });
  deepEqual(model.merges, oracle.merges);
  deepEqual(
    model.vocab,
    Object.fromEntries(oracle.vocab.map((token, id) => [token, id])),
  );
});

Deno.test("trainBpe() does not depend on the order of the texts", () => {
  const forward = trainBpe(oracle.texts, { vocabSize: 400 });
  deepEqual(trainBpe(oracle.texts.toReversed(), { vocabSize: 400 }), forward);
});

Deno.test("trainBpe() prefers the smaller pair among equally frequent ones", () => {
  const { model } = trainBpe(["zy", "ab", "zy", "ab"], { vocabSize: 259 });
  deepEqual(model.merges, ["a b", "z y"]);
});

Deno.test("trainBpe() counts overlapping pairs as their merges leave them", () => {
  const { model } = trainBpe(["aaaa", "aaaa"], { vocabSize: 300 });
  deepEqual(model.merges, ["a a", "aa aa"]);
});

Deno.test("trainBpe() merges only what occurs minFrequency times", () => {
  const texts = ["ab ab ab cd cd"];
  deepEqual(trainBpe(texts, { vocabSize: 300, minFrequency: 3 }).model.merges, [
    "a b",
  ]);
  equal(
    trainBpe(texts, { vocabSize: 300, minFrequency: 4 }).model.merges.length,
    0,
  );
  ok(
    trainBpe(["ab"], { vocabSize: 300, minFrequency: 1 }).model.merges.includes(
      "a b",
    ),
  );
});

Deno.test("trainBpe() gives ids in order: special tokens, bytes, merges", () => {
  const special = ["<|endoftext|>", "<pad>"];
  const { model, added_tokens } = trainBpe(["ab ab"], {
    vocabSize: 259,
    special,
  });
  deepEqual(added_tokens.map(({ id, content }) => [id, content]), [
    [0, "<|endoftext|>"],
    [1, "<pad>"],
  ]);
  deepEqual(
    Object.values(model.vocab).toSorted((a, b) => a - b),
    Array.from({ length: 259 }, (_, id) => id),
  );
  equal(model.vocab["ab"], 258);
});

Deno.test("trainBpe() never merges text into a special token", () => {
  const special = ["<|endoftext|>", "pad"];
  const { model } = trainBpe(["pad pad pad", "pads"], {
    vocabSize: 300,
    special,
  });
  equal(model.vocab["pad"], 1);
  ok(!model.merges.some((merge) => merge.replace(" ", "") === "pad"));
});

Deno.test("trainBpe() keeps tokens that are named like parts of JavaScript", () => {
  const special = ["<|endoftext|>", "__proto__"];
  const json = trainBpe([" constructor constructor"], {
    vocabSize: 300,
    special,
  });
  const tokenizer = tokenizerFromJson(JSON.parse(JSON.stringify(json)));
  deepEqual([...tokenizer.encode("__proto__")], [1]);
  deepEqual([...tokenizer.encode(" constructor")], [
    tokenizer.idOf("Ġconstructor"),
  ]);
  equal(tokenizer.idOf("toString"), undefined);
});

Deno.test("trainBpe() survives a trip through JSON", () => {
  const json = trainBpe(oracle.texts, { vocabSize: 400 });
  const tokenizer = tokenizerFromJson(JSON.parse(JSON.stringify(json)));
  equal(tokenizer.size, 400);
  for (const text of oracle.encoded) {
    deepEqual(tokenizer.encode(text), tokenizerFromJson(json).encode(text));
    equal(tokenizer.decode(tokenizer.encode(text)), text);
  }
});

Deno.test("trainBpe() shortens what it has learnt from", () => {
  const tokenizer = tokenizerFromJson(
    trainBpe(oracle.texts, { vocabSize: 400 }),
  );
  deepEqual([...tokenizer.encode(" fox")], [tokenizer.idOf("Ġfox")]);
});

Deno.test("trainBpe() gives bytes alone where there is nothing to learn from", () => {
  deepEqual(trainBpe([], { vocabSize: 5000 }).model.merges, []);
});

Deno.test("trainBpe() refuses sizes and special tokens that cannot work", () => {
  throws(() => trainBpe([], { vocabSize: 256 }), {
    name: "RangeError",
    message: "Cannot train BPE as vocabSize must be a whole number ≥ 257: current value is 256",
  });
  throws(
    () => trainBpe([], { vocabSize: 300.5 }),
    /vocabSize must be a whole number/,
  );
  throws(
    () => trainBpe([], { vocabSize: 300, minFrequency: 0 }),
    /minFrequency must be/,
  );
  for (const special of [["<a>", "<a>"], [""], ["a"]]) {
    throws(() => trainBpe([], { vocabSize: 300, special }), {
      name: "RangeError",
      message: /special tokens must be different and longer than a byte/,
    });
  }
});

Deno.test("trainBpe() agrees with counting all pairs anew for each merge", () => {
  const texts = Array.from(
    { length: 40 },
    (_, i) => randomWord(i) + " " + randomWord(i * i + 1),
  );
  deepEqual(
    trainBpe(texts, { vocabSize: 300 }).model.merges,
    slowMerges(texts, 300 - 257),
  );
});

/** Up to 12 letters of "abc", from a small linear congruence. */
function randomWord(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 5 + (seed % 8) }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return "abc"[(state >> 16) % 3]!;
  }).join("");
}

/** The definition of the algorithm, with no thought of speed. */
function slowMerges(texts: string[], most: number): string[] {
  let words = texts.flatMap((text) => text.match(/ ?\w+/g)!.map((it) => [...it.replace(" ", "Ġ")]));
  const order = ["a", "b", "c", "Ġ"];
  const merges: string[] = [];
  while (merges.length < most) {
    const counts = new Map<string, number>();
    for (const word of words) {
      for (let i = 1; i < word.length; i++) {
        const pair = `${word[i - 1]} ${word[i]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    const rank = (pair: string) => pair.split(" ").map((it) => order.indexOf(it));
    const [best] = [...counts].sort(([a, m], [b, n]) =>
      n - m || rank(a)[0]! - rank(b)[0]! || rank(a)[1]! - rank(b)[1]!
    );
    if (best === undefined || best[1] < 2) break;
    const [left, right] = best[0].split(" ");
    merges.push(best[0]);
    if (!order.includes(left! + right!)) order.push(left! + right!);
    words = words.map((word) => merged(word, left!, right!));
  }
  return merges;
}

function merged(word: string[], left: string, right: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < word.length; i++) {
    if (word[i] === left && word[i + 1] === right) out.push(left + word[++i]!);
    else out.push(word[i]!);
  }
  return out;
}
