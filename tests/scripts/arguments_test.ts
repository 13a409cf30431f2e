import assert from "node:assert/strict";
import { defineOptions, readArguments, UsageError } from "../../scripts/_arguments.ts";

const spec = defineOptions({
  story: { type: "string", choices: ["in-domain", "online"], help: "Story." },
  model: { type: "string", required: true, help: "Model." },
  beta: { type: "number", default: 0.1, exclusiveMin: 0, help: "β." },
  loraRank: { type: "integer", min: 1, max: 64, default: 8, help: "Rank." },
  method: {
    type: "string",
    choices: ["dpo", "ofs-dpo"],
    default: "dpo",
    help: "Loss.",
  },
  out: { type: "string", help: "Folder." },
  shuffle: { type: "boolean", help: "Shuffles." },
  cache: { type: "boolean", default: true, help: "Caches." },
  targets: { type: "list", choices: ["q", "v"], help: "Layers." },
  weights: { type: "numbers", help: "Weights." },
});
const script = {
  task: "train",
  summary: "Trains.",
  positional: ["story"],
} as const;
const DEFAULTS = {
  story: undefined,
  model: "tiny",
  beta: 0.1,
  loraRank: 8,
  method: "dpo",
  out: undefined,
  shuffle: false,
  cache: true,
  targets: undefined,
  weights: undefined,
};

const read = (line: string) => readArguments(spec, words(line), script);
const words = (line: string) => line.split(" ").filter((word) => word !== "");

Deno.test("readArguments() gives the defaults where nobody says anything", () => {
  const { values, given } = read("--model tiny");
  assert.deepEqual(values, DEFAULTS);
  assert.deepEqual([...given], ["model"]);
});

Deno.test("readArguments() gives values of the types that the spec names", () => {
  const { values } = read(
    "online --model m --beta .5 --lora-rank=16 --method ofs-dpo --shuffle --no-cache --targets q,v --weights -.5,1e2",
  );
  // These lines do not compile unless the types follow from the spec.
  const beta: number = values.beta;
  const story: "in-domain" | "online" | undefined = values.story;
  const method: "dpo" | "ofs-dpo" = values.method;
  const targets: readonly ("q" | "v")[] | undefined = values.targets;
  const weights: readonly number[] | undefined = values.weights;
  const flags: boolean[] = [values.shuffle, values.cache];
  const model: string = values.model;
  assert.deepEqual(
    { beta, story, method, targets, weights, flags, model },
    {
      beta: 0.5,
      story: "online",
      method: "ofs-dpo",
      targets: ["q", "v"],
      weights: [-0.5, 100],
      flags: [true, false],
      model: "m",
    },
  );
  assert.equal(values.loraRank, 16);
});

Deno.test("readArguments() tells a flag that was turned off from one that was not given", () => {
  assert.ok(!read("--model m").given.has("shuffle"));
  assert.ok(read("--model m --no-shuffle").given.has("shuffle"));
  assert.ok(read("--model m --shuffle false").given.has("shuffle"));
  assert.equal(read("--model m --no-cache").values.cache, false);
});

Deno.test("readArguments() takes an option of one value by its position too", () => {
  const byPosition = read("--model m online");
  assert.deepEqual(byPosition, read("--model m --story online"));
  assert.deepEqual(byPosition, read("--model m -- online"));
});

Deno.test("readArguments() gives all that follow to a last positional list", () => {
  const many = defineOptions({ files: { type: "list", help: "Files." } });
  const about = { ...script, positional: ["files"] } as const;
  const { values } = readArguments(many, ["a", "7", "-"], about);
  assert.deepEqual(values.files, ["a", "7", "-"]);
});

const REFUSED: readonly [line: string, message: string][] = [
  ["--bata 1", "Unknown option --bata; did you mean --beta? See --help."],
  ["--bata=1", "Unknown option --bata; did you mean --beta? See --help."],
  [
    "--loraRank 2",
    "Unknown option --loraRank; did you mean --lora-rank? See --help.",
  ],
  ["--lora 2", "Unknown option --lora; did you mean --lora-rank? See --help."],
  [
    "--no-cash",
    "Unknown option --no-cash; did you mean --no-cache? See --help.",
  ],
  ["--temperature 1", "Unknown option --temperature. See --help."],
  ["-rho", "Unknown option -rho. See --help."],
  ["--__proto__ 1", "Unknown option --__proto__. See --help."],
  ["--beta x", 'Option --beta must be a number: current value is "x"'],
  ["--beta 0x10", 'Option --beta must be a number: current value is "0x10"'],
  [
    "--beta Infinity",
    'Option --beta must be a number: current value is "Infinity"',
  ],
  ["--beta 1e999", 'Option --beta must be a number: current value is "1e999"'],
  ["--beta 0", "Option --beta must be > 0: current value is 0"],
  ["--beta -1", "Option --beta must be > 0: current value is -1"],
  [
    "--lora-rank 1.5",
    "Option --lora-rank must be an integer: current value is 1.5",
  ],
  ["--lora-rank 0", "Option --lora-rank must be >= 1: current value is 0"],
  ["--lora-rank 65", "Option --lora-rank must be <= 64: current value is 65"],
  [
    "--method odpo",
    'Option --method must be one of dpo, ofs-dpo: current value is "odpo"; did you mean dpo?',
  ],
  [
    "--targets q,w",
    'Option --targets must be one of q, v: current value is "w"',
  ],
  [
    "--targets q,,v",
    'Option --targets must be a text that is not empty: current value is ""',
  ],
  ["--weights 1,x", 'Option --weights must be a number: current value is "x"'],
  ["--out", "Option --out needs a value. See --help."],
  ["--out=", "Option --out needs a value. See --help."],
  ["--out --shuffle", "Option --out needs a value. See --help."],
  [
    "--shuffle=maybe",
    'Option --shuffle must be true or false: current value is "maybe"',
  ],
  ["--no-shuffle=true", "Option --no-shuffle takes no value. See --help."],
  [
    "offline",
    'Argument <story> must be one of in-domain, online: current value is "offline"; did you mean online?',
  ],
  ["online twice", 'Unexpected argument "twice". See --help.'],
  ["online --story online", "Argument <story> is given twice. See --help."],
  ["", "--model is required. See --help."],
];

for (const [line, message] of REFUSED) {
  Deno.test(`readArguments() refuses "${line}" with one line`, () => {
    assert.throws(() => read(line), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message, message);
      return true;
    });
  });
}

Deno.test("readArguments() names all that is missing", () => {
  const two = defineOptions({
    story: { type: "string", required: true, help: "Story." },
    model: { type: "string", required: true, help: "Model." },
  });
  assert.throws(() => readArguments(two, [], script), {
    message: "<story>, --model are required. See --help.",
  });
});

Deno.test("presets lie above defaults and beneath what the user gave", () => {
  const presets = { model: "small", beta: 0.2, loraRank: 4 };
  const { values, given } = readArguments(spec, words("--beta .3"), {
    ...script,
    presets,
  });
  assert.deepEqual(values, { ...DEFAULTS, ...presets, beta: 0.3 });
  assert.deepEqual([...given], ["beta"]);
});

Deno.test("presets may follow from what the user gave and from defaults", () => {
  const { values } = readArguments(spec, ["--model", "m"], {
    ...script,
    presets: ({ method }) => ({ beta: method === "dpo" ? 0.5 : 0.7 }),
  });
  assert.equal(values.beta, 0.5);
});

Deno.test("presets are checked like what the user gave", () => {
  const withPreset = (preset: Record<string, unknown>) => () =>
    readArguments(spec, ["--model", "m"], { ...script, presets: () => preset });
  assert.throws(withPreset({ bata: 1 }), {
    message: 'Unknown option "bata" in the preset; did you mean beta?',
  });
  assert.throws(withPreset({ beta: "1" }), {
    message: 'Preset\'s --beta must be a number: current value is "1"',
  });
  assert.throws(withPreset({ toString: 1 }), /Unknown option "toString"/);
  assert.throws(withPreset({ shuffle: 1 }), /true or false/);
  assert.throws(withPreset({ targets: "q" }), /must be a list/);
});

Deno.test("defineOptions() refuses names that scripts cannot have, and wrong defaults", () => {
  assert.throws(
    () => defineOptions({ help: { type: "boolean", help: "" } }),
    TypeError,
  );
  assert.throws(
    () => defineOptions({ "lora-rank": { type: "boolean", help: "" } }),
    TypeError,
  );
  assert.throws(
    () => defineOptions({ n: { type: "integer", default: 0.5, help: "" } }),
    {
      message: "Default of --n must be an integer: current value is 0.5",
    },
  );
});
