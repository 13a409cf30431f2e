import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { loadTokenizer, tokenizerFromJson, trainBpe } from "../../lib/tokens/mod.ts";
import { DATA, withFile } from "../data/_files.ts";
import { bytes, bytesWithBos, DRESSED, ids } from "./_tokenizers.ts";
import oracle from "./oracle.json" with { type: "json" };

const JSON_ = trainBpe(oracle.texts, { vocabSize: 300 });

Deno.test("decode(encode(text)) is the text", () => {
  const tokenizer = tokenizerFromJson(JSON_);
  for (
    const text of [
      ...oracle.encoded,
      " .",
      "a , b",
      "it 's",
      "\r\n\t",
      "\u{10ffff}",
    ]
  ) {
    equal(tokenizer.decode(tokenizer.encode(text)), text);
    equal(bytes.decode(bytes.encode(text)), text);
  }
});

Deno.test("encode() adds no special token, even where the tokenizer would", () => {
  const dressed = tokenizerFromJson(DRESSED);
  deepEqual([...dressed.encode("ab")], ids("ab"));
  deepEqual([...dressed.encode("")], []);
});

Deno.test("encode() gives a special token that the text spells its own id", () => {
  deepEqual([...bytes.encode("a<|endoftext|>")], [...ids("a"), 0]);
});

Deno.test("encode() of a word that recurs is the same each time", () => {
  const tokenizer = tokenizerFromJson(JSON_);
  const once = [...tokenizer.encode(" the slow fox")];
  deepEqual([...tokenizer.encode(" the slow fox the slow fox")], [
    ...once,
    ...once,
  ]);
});

Deno.test("decode() leaves special tokens out on request", () => {
  equal(bytes.decode([0, ...ids("a"), 0]), "<|endoftext|>a<|endoftext|>");
  equal(bytes.decode([0, ...ids("a"), 0], { skipSpecial: true }), "a");
  equal(bytes.decode([]), "");
});

Deno.test("decode() shows bytes that are no UTF-8 as U+FFFD", () => {
  equal(bytes.decode(ids("ß").slice(0, 1)), "\ufffd");
});

Deno.test("decode() refuses ids outside the vocabulary", () => {
  for (const id of [-1, 258, 0.5, NaN]) {
    throws(() => bytes.decode([0, id]), {
      name: "RangeError",
      message: `Cannot decode as ids must be whole numbers from 0 to 257: one is ${id}`,
    });
  }
});

Deno.test("size is the largest id + 1, and ids and tokens map both ways", () => {
  equal(bytes.size, 258);
  equal(bytes.idOf("<s>"), 1);
  equal(bytes.tokenOf(1), "<s>");
  equal(bytes.idOf("no such token"), undefined);
  equal(bytes.tokenOf(999), undefined);
  const gap = { id: 700, content: "<gap>", special: true };
  const added_tokens = [...JSON_.added_tokens, gap];
  equal(tokenizerFromJson({ ...JSON_, added_tokens }).size, 701);
});

Deno.test("eos is what the config names, as text or as an object, else a known name", () => {
  equal(bytes.eos, 0);
  equal(tokenizerFromJson(DRESSED, { eos_token: "<s>" }).eos, 1);
  equal(tokenizerFromJson(DRESSED, { eos_token: { content: "<s>" } }).eos, 1);
  equal(tokenizerFromJson(DRESSED, { eos_token: null }).eos, 0);
  for (const name of ["</s>", "<eos>", "<|eos|>", "<|im_end|>"]) {
    equal(
      tokenizerFromJson(
        trainBpe([], { vocabSize: 258, special: ["<a>", name] }),
      ).eos,
      1,
    );
  }
});

Deno.test("tokenizerFromJson() refuses a tokenizer whose end of text is not known", () => {
  throws(
    () => tokenizerFromJson(trainBpe([], { vocabSize: 257, special: ["<x>"] })),
    {
      name: "RangeError",
      message: /nothing in it is known to end a text: name its "eos_token"/,
    },
  );
  throws(() => tokenizerFromJson(JSON_, { eos_token: "<x>" }), {
    name: "RangeError",
    message: /lacks the "eos_token" of tokenizer_config.json: current value is "<x>"/,
  });
});

Deno.test("bos is set only where the tokenizer itself adds one", () => {
  equal(bytes.bos, undefined);
  equal("bos" in bytes, false);
  equal(bytesWithBos.bos, 1);
  equal(tokenizerFromJson(DRESSED).bos, 1);
  equal(
    tokenizerFromJson(DRESSED, { add_bos_token: true, bos_token: "<s>" }).bos,
    1,
  );
  equal(tokenizerFromJson(DRESSED, { add_bos_token: false }).bos, undefined);
  equal(
    tokenizerFromJson(JSON_, { bos_token: "<|endoftext|>" }).bos,
    undefined,
  );
  throws(() => tokenizerFromJson(JSON_, { add_bos_token: true }), {
    name: "RangeError",
    message: /lacks the "bos_token" .* current value is undefined/,
  });
});

Deno.test("an EOS that the tokenizer adds is no BOS", () => {
  const single = DRESSED.post_processor.single.slice(1);
  const post_processor = { ...DRESSED.post_processor, single };
  equal(tokenizerFromJson({ ...DRESSED, post_processor }).bos, undefined);
});

Deno.test("tokenizerFromJson() takes a file that leaves optional keys out", () => {
  const { model, pre_tokenizer, decoder, added_tokens } = JSON_;
  const tokenizer = tokenizerFromJson({
    model,
    pre_tokenizer,
    decoder,
    added_tokens,
  });
  equal(tokenizer.decode(tokenizer.encode("a b")), "a b");
});

Deno.test("tokenizerFromJson() says what is malformed", () => {
  const model = JSON_.model;
  const cases: [unknown, unknown, RegExp][] = [
    [null, {}, /as tokenizer.json is no JSON object: give the files/],
    [[], {}, /as tokenizer.json is no JSON object/],
    [{}, {}, /as tokenizer.json has no "model"/],
    [{ model: {} }, {}, /as its "model" has no "vocab"/],
    [
      { model: { ...model, vocab: { a: "0" } } },
      {},
      /its vocabulary holds the id "0"/,
    ],
    [
      { model: { ...model, vocab: { a: -1 } } },
      {},
      /its vocabulary holds the id -1/,
    ],
    [
      { model: { ...model, merges: undefined } },
      {},
      /of no known form \(.+\): give/,
    ],
    [
      { model, pre_tokenizer: { type: "Magic" } },
      {},
      /of no known form \(.*Magic.*\)/,
    ],
    [{ model, added_tokens: {} }, {}, /"added_tokens" is no list/],
    [
      { model, added_tokens: [null] },
      {},
      /"added_tokens" holds one without "content"/,
    ],
    [JSON_, "config", /tokenizer_config.json is no JSON object/],
  ];
  for (const [json, config, message] of cases) {
    throws(() => tokenizerFromJson(json, config), {
      name: "TypeError",
      message,
    });
  }
});

Deno.test("loadTokenizer() reads a folder with or without a config, or one file", async () => {
  await withFile("tokenizer.json", JSON.stringify(DRESSED), async (path) => {
    const folder = path.slice(0, -"/tokenizer.json".length);
    equal((await loadTokenizer(path)).bos, 1);
    equal((await loadTokenizer(folder)).eos, 0);
    const config = { eos_token: "<s>", add_bos_token: false };
    await Deno.writeTextFile(
      `${folder}/tokenizer_config.json`,
      JSON.stringify(config),
    );
    const { bos, eos } = await loadTokenizer(folder);
    deepEqual([bos, eos], [undefined, 1]);
  });
});

Deno.test("loadTokenizer() finds special tokens in special_tokens_map.json as well, the config's first", async () => {
  const json = trainBpe([], { vocabSize: 258, special: ["<x>", "<y>"] });
  await withFile("tokenizer.json", JSON.stringify(json), async (path) => {
    const folder = path.slice(0, -"/tokenizer.json".length);
    await rejects(loadTokenizer(folder), {
      name: "RangeError",
      message:
        'Cannot load the tokenizer as nothing in it is known to end a text: name its "eos_token" in tokenizer_config.json',
    });
    await Deno.writeTextFile(`${folder}/special_tokens_map.json`, '{"eos_token": "<y>"}');
    equal((await loadTokenizer(folder)).eos, 1);
    await Deno.writeTextFile(`${folder}/tokenizer_config.json`, '{"eos_token": "<x>"}');
    equal((await loadTokenizer(folder)).eos, 0);
  });
});

Deno.test("loadTokenizer() names the file that is missing", async () => {
  await rejects(loadTokenizer("nowhere"), {
    name: "RangeError",
    message: "Cannot read nowhere/tokenizer.json as no such file exists: check the path",
  });
});

const REAL = {
  gpt2: ["tokenizers/gpt2_tokenizer.json", undefined, 50256, 50257],
  neox: ["tokenizers/gptneox_20B_tokenizer.json", undefined, 0, 50277],
  stories: ["models/stories260K", 1, 2, 512],
} as const;

for (const [name, [path, bos, eos, size]] of Object.entries(REAL)) {
  Deno.test({
    name: `loadTokenizer() of ${name} encodes as Hugging Face's tokenizers do`,
    ignore: DATA === undefined,
    fn: async () => {
      const tokenizer = await loadTokenizer(`${DATA}/${path}`);
      deepEqual([tokenizer.bos, tokenizer.eos, tokenizer.size], [
        bos,
        eos,
        size,
      ]);
      for (const [i, text] of oracle.encoded.entries()) {
        deepEqual(
          [...tokenizer.encode(text)],
          oracle[name as keyof typeof REAL][i],
          text,
        );
      }
    },
  });
}

Deno.test({
  name: "loadTokenizer() of GPT-2 encodes Hello world as 15496, 995",
  ignore: DATA === undefined,
  fn: async () => {
    const gpt2 = await loadTokenizer(`${DATA}/tokenizers/gpt2_tokenizer.json`);
    deepEqual([...gpt2.encode("Hello world")], [15496, 995]);
  },
});
