import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { defineOptions, readArguments, UsageError } from "../../scripts/_arguments.ts";
import { OPTIONS } from "../../scripts/_known_options.ts";
import { fieldMap, mapOption } from "../../scripts/_map_option.ts";
import { kebab } from "../../scripts/_options.ts";

const spec = defineOptions({
  story: { type: "string", choices: ["in-domain", "online"], help: "Story." },
  model: { type: "string", required: true, help: "Model." },
  beta: { type: "number", default: 0.1, exclusiveMin: 0, help: "β." },
  loraRank: { type: "integer", min: 1, default: 8, help: "Rank." },
  shuffle: { type: "boolean", help: "Shuffles." },
  cache: { type: "boolean", default: true, help: "Caches." },
  targets: { type: "list", choices: ["q", "v"], help: "Layers." },
  weights: { type: "numbers", help: "Weights." },
});
const script = {
  task: "train",
  summary: "Trains.",
  positional: ["story"],
  presets: { loraRank: 4 },
} as const;

const scoring = { task: "score", summary: "Scores." };

/** Reads arguments beside a file of that content. */
async function read(content: string, name = "run.yaml", ...args: string[]) {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/${name}`;
  try {
    await Deno.writeTextFile(path, content);
    return readArguments(spec, [...args, "--config", path], script);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("--config gives every type of option, in YAML and in JSON", async () => {
  const values = {
    story: "online",
    model: "tiny",
    beta: 1e-3,
    loraRank: 2,
    shuffle: true,
    cache: false,
    targets: ["q", "v"],
    weights: [-0.5, 2],
  };
  const yaml = [
    "# a run",
    "story: online",
    "model: tiny",
    "beta: 1e-3",
    "lora-rank: 2",
    "shuffle: true",
    "cache: false",
    "targets: [q, v]",
    "weights:",
    "  - -0.5",
    "  - 2",
  ].join("\n");
  const { loraRank, ...same } = values;
  const json = JSON.stringify({ ...same, "lora-rank": loraRank }, null, "\t");
  for (const [name, content] of [["run.yaml", yaml], ["run.json", json]] as const) {
    const { values: found, given } = await read(content, name);
    assert.deepEqual(found, values);
    assert.deepEqual([...given].sort(), Object.keys(values).sort());
  }
});

Deno.test("the command line wins over the file, the file over the preset", async () => {
  const { values, given } = await read(
    "model: tiny\nbeta: 2\nshuffle: true\ntargets: q,v\nlora-rank: 16",
    "run.yaml",
    "--beta",
    "3",
    "--no-shuffle",
  );
  assert.equal(values.beta, 3);
  assert.equal(values.shuffle, false);
  assert.equal(values.loraRank, 16);
  assert.deepEqual(values.targets, ["q", "v"]);
  assert.deepEqual([...given].sort(), ["beta", "loraRank", "model", "shuffle", "targets"]);
  assert.equal((await read("model: tiny")).values.loraRank, 4);
});

Deno.test("--config skips what only other tasks have", async () => {
  const { values, given } = await read("model: tiny\nbatch-size: 4\nmap: [a=b]\nchat: true");
  assert.equal(values.model, "tiny");
  assert.deepEqual([...given], ["model"]);
});

Deno.test("OPTIONS names what the scripts define, and nothing else", async () => {
  const scripts = fileURLToPath(new URL("../../scripts/", import.meta.url));
  const defined = new Set<string>();
  const files = ["bench/options.ts"];
  for await (const { name } of Deno.readDir(scripts)) if (name.endsWith(".ts")) files.push(name);
  for (const name of files) {
    const text = await Deno.readTextFile(`${scripts}${name}`);
    for (const [, spec] of text.matchAll(/(?:defineOptions\(|lossOptions = )\{\n(.*?)\n\}/gs)) {
      for (const [, option] of spec!.matchAll(/^ {2}(\w+): \{/gm)) defined.add(kebab(option!));
    }
  }
  assert.deepEqual([...OPTIONS], [...defined].sort());
});

Deno.test("--config takes map as a mapping, as a list and as a text", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  const forms = [
    "map: {prompt: meta.question, chosen: better}",
    "map: [prompt=meta.question, chosen=better]",
  ];
  for (const form of [...forms, "map: prompt=meta.question,chosen=better"]) {
    await Deno.writeTextFile(path, form);
    const { values } = readArguments(mapOption, ["--config", path], scoring);
    assert.deepEqual(fieldMap(values.map), { prompt: "meta.question", chosen: "better" });
  }
  await Deno.writeTextFile(path, "map: {prompt: {question: 1}}");
  assert.throws(
    () => readArguments(mapOption, ["--config", path], scoring),
    /Option map\.prompt in .* must be one plain value: current value is nested$/,
  );
  await Deno.remove(path);
});

Deno.test("--config refuses what it cannot follow, in one line that names the file", async (t) => {
  const cases: Record<string, [content: string, why: RegExp]> = {
    "an unknown name": [
      "lora_rank: 2",
      /Unknown option "lora_rank" in .*; did you mean lora-rank\?$/,
    ],
    "a name in code": ["loraRank: 2", /Unknown option "loraRank" in .*; did you mean lora-rank\?$/],
    "itself": ["config: other.yaml", /Unknown option "config" in /],
    "a text for a number": ['beta: "0.1"', /Option beta in .* must be a number: .*"0\.1"$/],
    "a number out of range": ["beta: 0", /must be > 0: current value is 0$/],
    "a fraction": ["lora-rank: 2.5", /must be an integer/],
    "a word for a flag": ["shuffle: yes", /must be true or false: current value is "yes"$/],
    "an unknown choice": ["targets: [q, w]", /must be one of q, v: current value is "w"$/],
    "nothing": ["beta:", /Option beta in .* needs a value: give one, or leave it out$/],
    "nested values": ["beta: {fast: 1}", /must be one plain value: current value is nested$/],
    "a list for one value": ["model: [a, b]", /must be one plain value/],
    "no mapping": ["- 1", /is no mapping: write lines such as "lora-rank: 8"$/],
    "an empty file": ["", /is no mapping/],
    "a name twice": ["beta: 1\nbeta: 2", /as Map keys must be unique at line 2, column 1$/],
    "broken YAML": ["beta: [1", /Cannot read options from .* at line 2, column 1$/],
    "an unknown tag": ["beta: !run x", /Unresolved tag/],
  };
  for (const [name, [content, why]] of Object.entries(cases)) {
    await t.step(name, async () => {
      await assert.rejects(read(`${content}\n`, "run.yaml", "--model", "m"), (error) => {
        assert.ok(error instanceof UsageError, String(error));
        assert.match(error.message, why);
        assert.ok(!error.message.includes("\n"));
        return true;
      });
    });
  }
  await t.step("a file that is not there", () => {
    assert.throws(
      () => readArguments(spec, ["--config", "none.yaml"], script),
      /Cannot read none\.yaml as no such file exists/,
    );
    assert.throws(() => readArguments(spec, ["--config"], script), /--config needs a value/);
    assert.throws(() => readArguments(spec, ["--confg", "x"], script), /did you mean --config\?/);
  });
});
