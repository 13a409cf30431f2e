import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { key } from "../../lib/base/mod.ts";
import {
  decodeAfter,
  decodeWritten,
  generateIds,
  type GenerateOptions,
} from "../../lib/model/mod.ts";
import { encodePrompt, loadTokenizer } from "../../lib/tokens/mod.ts";
import { loadModel } from "../../lib/train/mod.ts";
import { fixture, noLeaks } from "../_support.ts";
import { fixtureModel } from "./_models.ts";

const model = await fixtureModel("gpt2-a");
const { "gpt2-a": { greedy } } = await fixture<
  { "gpt2-a": { greedy: { prompt: number[]; generated: number[] }[] } }
>("logits.json");
const prompts = greedy.map(({ prompt }) => Int32Array.from(prompt));
const GREEDY = { maxTokens: 12, temperature: 0 };
const LIVELY = { maxTokens: 10, temperature: 1.5, key: key(7) };

/** Continuations as plain lists. */
async function written(prompts: readonly Int32Array[], options: GenerateOptions) {
  return (await generateIds(model, prompts, options)).map((ids) => [...ids]);
}

Deno.test("generateIds() writes what transformers writes, three prompts in one batch", async () => {
  deepEqual(await written(prompts, GREEDY), greedy.map(({ generated }) => generated));
});

for (const [i, { prompt, generated }] of greedy.entries()) {
  Deno.test(`generateIds() writes what transformers writes after a prompt of ${prompt.length} alone`, async () => {
    deepEqual(await written([prompts[i]!], GREEDY), [generated]);
  });
}

Deno.test("decodeWritten() leaves out ids beyond the tokenizer's, which a padded model may write", async () => {
  const tokenizer = await loadTokenizer("models/demo");
  const ids = tokenizer.encode("Basil likes light.");
  const padded = [tokenizer.size, ...ids, tokenizer.size + 7, tokenizer.eos];
  equal(decodeWritten(padded, tokenizer), "Basil likes light.");
  equal(decodeWritten([tokenizer.size], tokenizer), "");
});

for (const family of ["llama2", "mistral", "gemma", "metaspace", "prefixed-bytes", "qwen2"]) {
  Deno.test(`decodeAfter() keeps the space with which a continuation begins, with a tokenizer like ${family}`, async () => {
    const file = new URL(`../fixtures/tokenizers/${family}.json`, import.meta.url);
    const tokenizer = await loadTokenizer(file.pathname);
    const prompts = ["the fox", "the fox\n", "", `the${tokenizer.tokenOf(tokenizer.eos)}`];
    for (
      const [after, text] of prompts.flatMap((p) => [" the fox", "the fox"].map((t) => [p, t]))
    ) {
      const ids = tokenizer.encode(text!, { after: after! });
      const written = decodeAfter(encodePrompt(after!, tokenizer), ids, tokenizer);
      deepEqual(tokenizer.encode(written, { after: after! }), ids, JSON.stringify([after, text]));
      if (after!.startsWith("the fox")) equal(written, text);
    }
  });
}

const data = Deno.env.get("FASTSLOW_DATA");
Deno.test({
  name: "decodeAfter() gives texts of stories260K that read back as the ids it wrote",
  ignore: !data,
  fn: async () => {
    const folder = `${data}/models/stories260K`;
    const [stories, tokenizer] = [await loadModel(folder), await loadTokenizer(folder)];
    const prompt = "Once upon a time, Lily found a red ball.";
    const ids = encodePrompt(prompt, tokenizer);
    const [written] = await generateIds(stories, [ids], { maxTokens: 24, temperature: 0 });
    const text = decodeAfter(ids, written!, tokenizer);
    ok(text.startsWith(" "), text);
    deepEqual(tokenizer.encode(text, { after: prompt }), written);
  },
});

Deno.test("decodeAfter() gives the bytes of an unfinished letter as they are alone", async () => {
  const tokenizer = await loadTokenizer("models/demo");
  const [first, ...others] = tokenizer.encode("🐈");
  equal(decodeAfter([first!], others, tokenizer), decodeWritten(others, tokenizer));
  ok(others.length > 0);
});

Deno.test("generateIds() gives the same text for the same key, and another for another", async () => {
  const first = await written(prompts, LIVELY);
  deepEqual(await written(prompts, LIVELY), first);
  notDeepEqual(await written(prompts, { ...LIVELY, key: key(8) }), first);
});

Deno.test("generateIds() gives a row the same text whatever its neighbours", async () => {
  const [a, b, c] = prompts as [Int32Array, Int32Array, Int32Array];
  const alone = await written([b], LIVELY);
  deepEqual((await written([b, a, c], LIVELY))[0], alone[0]);
  const second = (await written([a, b], LIVELY))[1];
  for (const neighbours of [[c, b], [a, b, c], [b, b, c, a]]) {
    deepEqual((await written(neighbours, LIVELY))[1], second);
  }
});

Deno.test("generateIds() draws every row from a stream of its own", async () => {
  const [first, second] = await written([prompts[0]!, prompts[0]!], LIVELY);
  notDeepEqual(first, second);
});

Deno.test("generateIds() ends a row before its stop token, and lets others go on", async () => {
  const stop = greedy[0]!.generated[3]!;
  const ends = greedy.map(({ generated }) => {
    const at = generated.indexOf(stop);
    return generated.slice(0, at < 0 ? generated.length : at);
  });
  deepEqual(await written(prompts, { ...GREEDY, stop }), ends);
  notDeepEqual(ends.map((ids) => ids.length), [3, 3, 3]);
});

Deno.test("generateIds() writes as many tokens as the context has room for", async () => {
  const long = new Int32Array(44).fill(5);
  equal((await written([long], { maxTokens: 4 }))[0]!.length, 4);
  await rejects(generateIds(model, [long], { maxTokens: 5 }), {
    name: "RangeError",
    message: "Cannot generate 5 tokens after a prompt of 44 as the model's context is 48",
  });
});

Deno.test("generateIds() refuses a prompt longer than the context", async () => {
  const tooLong = new Int32Array(49);
  await rejects(generateIds(model, [tooLong], { maxTokens: 1 }), { name: "RangeError" });
  await rejects(generateIds(model, [prompts[0]!, tooLong], { maxTokens: 0 }), {
    name: "RangeError",
  });
});

Deno.test("generateIds() refuses an empty prompt and a token that the model lacks", async () => {
  await rejects(generateIds(model, [prompts[0]!, new Int32Array()]), {
    name: "RangeError",
    message: /^Cannot generate as a prompt is empty/,
  });
  for (const id of [-1, 61]) {
    await rejects(generateIds(model, [Int32Array.of(id)]), {
      name: "RangeError",
      message: "Cannot generate as a prompt has a token outside of the model's vocabulary of 61",
    });
  }
});

Deno.test("generateIds() refuses impossible options before it computes", async () => {
  for (const options of [{ topP: 0 }, { topP: 1.5 }, { temperature: -1 }, { temperature: NaN }]) {
    await rejects(generateIds(model, prompts, options), {
      name: "RangeError",
      message: /^Cannot sample as /,
    });
  }
});

Deno.test("generateIds() writes nothing after no prompt, or at most 0 tokens", async () => {
  deepEqual(await written([], GREEDY), []);
  deepEqual(await written(prompts, { maxTokens: 0 }), [[], [], []]);
});

Deno.test("generateIds() leaves no tensor behind", async () => {
  await noLeaks(() => generateIds(model, prompts, { maxTokens: 3 }));
  await noLeaks(() => generateIds(model, prompts, { ...GREEDY, stop: greedy[0]!.generated[0]! }));
});
