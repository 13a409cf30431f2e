import { deepEqual, equal, ok } from "node:assert/strict";
import { wordCutter } from "../../lib/tokens/cut_words.ts";
import {
  boundaryMerges,
  encodePairs,
  loadTokenizer,
  type Tokenizer,
} from "../../lib/tokens/mod.ts";
import oracle from "../fixtures/tokenizers.json" with { type: "json" };

const { texts, ...families } = oracle;

/** The tokenizer of a family, as small as it could be trained. */
function family(name: string): Promise<Tokenizer> {
  return loadTokenizer(new URL(`../fixtures/tokenizers/${name}.json`, import.meta.url).pathname);
}

for (const [name, { ids, decoded, cut, boundaries }] of Object.entries(families)) {
  Deno.test(`a tokenizer like ${name} encodes and decodes as Hugging Face's tokenizers do`, async () => {
    const tokenizer = await family(name);
    for (const [i, text] of texts.entries()) {
      deepEqual([...tokenizer.encode(text)], ids[i], JSON.stringify(text));
      equal(tokenizer.decode(ids[i]!), decoded[i], JSON.stringify(text));
    }
    for (const { ids, decoded } of cut) equal(tokenizer.decode(ids), decoded);
  });

  Deno.test(`a tokenizer like ${name} encodes an answer behind its prompt as in one text, unless a token lies across`, async () => {
    const tokenizer = await family(name);
    const [across, alike] = [[], []] as (typeof boundaries)[];
    for (const boundary of boundaries) {
      const { prompt, begun, joint } = boundary;
      deepEqual([...tokenizer.encode(prompt)], begun);
      (begun.some((id, i) => id !== joint[i]) ? across : alike)!.push(boundary);
    }
    for (const { prompt, completion, begun, joint } of alike!) {
      deepEqual(
        [...tokenizer.encode(completion, { after: prompt })],
        joint.slice(begun.length),
        JSON.stringify([prompt, completion]),
      );
    }
    ok(across!.length >= 2 && alike!.length >= 12);
    equal(boundaryMerges(boundaries, tokenizer), across!.length);
  });
}

Deno.test("encode() of an answer puts a space in front only where it begins a text, or follows a special token", async () => {
  const [llama2, mistral, bytes] = await Promise.all(
    ["llama2", "mistral", "prefixed-bytes"].map(family),
  );
  const spelt = (tokenizer: Tokenizer, text: string, after?: string) =>
    [...tokenizer.encode(text, after === undefined ? {} : { after })]
      .map((id) => tokenizer.tokenOf(id)).join("|");
  equal(spelt(llama2!, "the fox"), "▁the|▁fox");
  equal(spelt(llama2!, " the fox", "a"), "▁the|▁fox");
  equal(spelt(llama2!, "the", "a "), "t|he");
  equal(spelt(llama2!, "the", "a</s>"), "▁the");
  equal(spelt(llama2!, "</s>the", "a"), "</s>|▁the");
  equal(spelt(mistral!, "the", "a</s>"), "t|he");
  equal(spelt(mistral!, "the", ""), "▁the");
  equal(spelt(bytes!, "the", "a\n"), "t|he");
  equal(spelt(bytes!, "the", "a</s>"), "Ġthe");
});

Deno.test("encodePairs() puts no space before an answer of a tokenizer like llama2", async () => {
  const tokenizer = await family("llama2");
  const { pairs } = encodePairs([
    { prompt: "the", chosen: " fox", rejected: ["  fox", "fox"] },
  ], tokenizer);
  const [{ prompt, chosen, rejected }] = pairs as [typeof pairs[0]];
  const spelt = (ids: Int32Array) => [...ids].map((id) => tokenizer.tokenOf(id)).join("|");
  equal(spelt(prompt), "<s>|▁the");
  deepEqual([chosen, ...rejected].map(spelt), ["▁fox|</s>", "▁|▁fox|</s>", "f|ox|</s>"]);
});

Deno.test("wordCutter() cuts before words, and not at all where a token lies across", () => {
  const cut = wordCutter(["▁", "▁▁", "▁a", "b", undefined]);
  deepEqual(cut!("▁the▁▁fox▁"), ["▁the", "▁▁fox", "▁"]);
  equal(wordCutter(["▁", "a▁b"]), undefined);
  equal(wordCutter(["a", "b"]), undefined);
});
