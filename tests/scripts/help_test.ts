import assert from "node:assert/strict";
import { defineOptions, readArguments } from "../../scripts/_arguments.ts";
import { HelpRequest } from "../../scripts/_usage_error.ts";

const spec = defineOptions({
  model: {
    type: "string",
    required: true,
    group: "Model",
    placeholder: "folder|name|hub id",
    help:
      "A folder in Hugging Face format, a name under models/, or a hub id, which is downloaded and kept.",
  },
  story: {
    type: "string",
    choices: ["in-domain", "online"],
    required: true,
    help: "Which experiment.",
  },
  beta: {
    type: "number",
    default: 0.1,
    exclusiveMin: 0,
    group: "Method",
    help: "Inverse temperature.",
  },
  loraRank: {
    type: "integer",
    min: 1,
    max: 64,
    default: 8,
    group: "Model",
    help: "Rank of the adapters.",
  },
  shuffle: { type: "boolean", help: "Draws rows in random order." },
  cache: { type: "boolean", default: true, help: "Keeps the reference." },
  gpu: { type: "boolean", negatable: true, help: "Where there is one, without this option." },
  targets: {
    type: "list",
    choices: ["q", "v"],
    default: ["q"],
    help: "Layers.",
  },
});

const EXPECTED = `Reproduces an experiment.

Usage: deno task reproduce <story> [options]

Arguments
  <story>                       Which experiment. [one of in-domain, online; required]

Model
  --model <folder|name|hub id>  A folder in Hugging Face format, a name under models/, or a hub id,
                                which is downloaded and kept. [required]
  --lora-rank <n>               Rank of the adapters. [>= 1 and <= 64; default 8]

Method
  --beta <number>               Inverse temperature. [> 0; default 0.1]

Options
  --shuffle                     Draws rows in random order.
  --[no-]cache                  Keeps the reference. [default on]
  --[no-]gpu                    Where there is one, without this option.
  --targets <a,b,…>             Layers. [any of q, v; default q]

General
  --config <file>               Options from a file in JSON or YAML, under these names; those given
                                here win.
  -h, --help                    Shows this help.
  --debug                       Shows where an error comes from (also FASTSLOW_DEBUG=1).

Examples
  deno task reproduce online --model tiny`;

const script = {
  task: "reproduce",
  summary: "Reproduces an experiment.",
  positional: ["story"],
  examples: ["online --model tiny"],
} as const;

function helpOf(args: string[]): string {
  try {
    readArguments(spec, args, script);
  } catch (error) {
    assert.ok(error instanceof HelpRequest);
    return error.message;
  }
  return assert.fail("no help was shown");
}

Deno.test("--help lays the options out under their headings", () => {
  assert.equal(helpOf(["--help"]), EXPECTED);
});

Deno.test("--help and -h show the same, even where options are wrong or missing", () => {
  assert.equal(helpOf(["-h"]), EXPECTED);
  assert.equal(helpOf(["--beta", "x", "-h"]), EXPECTED);
  assert.equal(helpOf(["--model", "-h"]), EXPECTED);
});

Deno.test("no line of a help is wider than 100 columns", () => {
  const long = defineOptions({
    anOptionWithAVeryLongName: {
      type: "string",
      choices: Array.from({ length: 40 }, (_, at) => `choice-${at}`),
      help: "Word ".repeat(60).trim(),
    },
  });
  assert.throws(
    () =>
      readArguments(long, ["--help"], {
        task: "x",
        summary: "Long ".repeat(50).trim(),
      }),
    (error: Error) => {
      const lines = error.message.split("\n");
      assert.deepEqual(lines.filter((line) => line.length > 100), []);
      assert.ok(lines.includes("  --an-option-with-a-very-long-name <text>"));
      return true;
    },
  );
});
