import type { ParseOptions } from "../../scripts/_parse_options.ts";

/** What `parseArgs` of @std/cli 1.0.23 returned for `args`, recorded by running it. */
export interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: ParseOptions;
  readonly expected: Readonly<Record<string, unknown>>;
  /** What `unknown` was called with, where it answered `false` to every option. */
  readonly reported?: readonly (readonly unknown[])[];
}

const script: ParseOptions = {
  string: ["model", "lr", "out", "_"],
  boolean: ["shuffle", "help"],
  negatable: ["shuffle"],
  alias: { help: "h" },
};

export const cases: readonly Case[] = [
  { name: "no arguments", args: [], options: {}, expected: { _: [] } },
  {
    name: "no arguments, declared names",
    args: [],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
  },
  {
    name: "a name and a value",
    args: ["--model", "tiny"],
    options: script,
    expected: { _: [], model: "tiny", shuffle: false, help: false, h: false },
  },
  {
    name: "a value after an equals sign",
    args: ["--model=tiny"],
    options: script,
    expected: { _: [], model: "tiny", shuffle: false, help: false, h: false },
  },
  {
    name: "a value with an equals sign",
    args: ["--model=a=b"],
    options: script,
    expected: { _: [], model: "a=b", shuffle: false, help: false, h: false },
  },
  {
    name: "a negative value after an equals sign",
    args: ["--lr=-1"],
    options: script,
    expected: { _: [], lr: "-1", shuffle: false, help: false, h: false },
  },
  {
    name: "text that looks like a number stays text",
    args: ["--lr", "1e-5"],
    options: script,
    expected: { _: [], lr: "1e-5", shuffle: false, help: false, h: false },
  },
  {
    name: "the last of two values",
    args: ["--lr", "1", "--lr", "2"],
    options: script,
    expected: { _: [], lr: "2", shuffle: false, help: false, h: false },
  },
  {
    name: "a string option at the end",
    args: ["--out"],
    options: script,
    expected: { _: [], out: "", shuffle: false, help: false, h: false },
  },
  {
    name: "a string option before another option",
    args: ["--out", "--shuffle"],
    options: script,
    expected: { _: [], out: "", shuffle: true, help: false, h: false },
  },
  {
    name: "a string option before a dash",
    args: ["--out", "-"],
    options: script,
    expected: { _: ["-"], out: "", shuffle: false, help: false, h: false },
  },
  {
    name: "a flag",
    args: ["--shuffle"],
    options: script,
    expected: { _: [], shuffle: true, help: false, h: false },
  },
  {
    name: "a flag before a positional argument",
    args: ["--shuffle", "a.jsonl"],
    options: script,
    expected: { _: ["a.jsonl"], shuffle: true, help: false, h: false },
  },
  {
    name: "a flag said to be false",
    args: ["--shuffle=false"],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
  },
  {
    name: "a flag said to be true",
    args: ["--shuffle=true"],
    options: script,
    expected: { _: [], shuffle: true, help: false, h: false },
  },
  {
    name: "a flag followed by false",
    args: ["--shuffle", "false"],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
  },
  {
    name: "a flag followed by true",
    args: ["--shuffle", "true", "x"],
    options: script,
    expected: { _: ["x"], shuffle: true, help: false, h: false },
  },
  {
    name: "a negated flag",
    args: ["--no-shuffle"],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
  },
  {
    name: "a negated flag, then the flag",
    args: ["--no-shuffle", "--shuffle"],
    options: script,
    expected: { _: [], shuffle: true, help: false, h: false },
  },
  {
    name: "a negated flag that may not be negated",
    args: ["--no-help"],
    options: script,
    expected: { _: [], "no-help": true, shuffle: false, help: false, h: false },
  },
  {
    name: "an alias",
    args: ["-h"],
    options: script,
    expected: { _: [], h: true, help: true, shuffle: false },
  },
  {
    name: "the name of an alias",
    args: ["--help"],
    options: script,
    expected: { _: [], help: true, h: true, shuffle: false },
  },
  {
    name: "positional arguments stay text",
    args: ["in-domain", "7"],
    options: script,
    expected: { _: ["in-domain", "7"], shuffle: false, help: false, h: false },
  },
  {
    name: "positional arguments become numbers",
    args: ["7", "x", "0x10", "1e3", "7a", " "],
    options: {},
    expected: { _: [7, "x", 16, 1000, "7a", " "] },
  },
  { name: "a lone dash", args: ["-"], options: {}, expected: { _: ["-"] } },
  {
    name: "what follows two dashes",
    args: ["a", "--", "--model", "5"],
    options: script,
    expected: {
      _: ["a", "--model", "5"],
      shuffle: false,
      help: false,
      h: false,
    },
  },
  {
    name: "what follows two dashes, apart",
    args: ["a", "--", "--model", "5", "--"],
    options: { ...script, "--": true },
    expected: {
      _: ["a"],
      shuffle: false,
      help: false,
      h: false,
      "--": ["--model", "5", "--"],
    },
  },
  {
    name: "nothing follows two dashes",
    args: ["a"],
    options: { "--": true },
    expected: { _: ["a"], "--": [] },
  },
  {
    name: "undeclared names guess their types",
    args: ["--a", "1", "--b", "x", "--c", "--d=2.5", "-e"],
    options: {},
    expected: { _: [], a: 1, b: "x", c: true, d: 2.5, e: true },
  },
  {
    name: "an undeclared name before a negative number",
    args: ["--a", "-1"],
    options: {},
    expected: { "1": true, _: [], a: true },
  },
  {
    name: "a group of short flags",
    args: ["-abc"],
    options: {},
    expected: { _: [], a: true, b: true, c: true },
  },
  {
    name: "a group of short flags and a value",
    args: ["-ab", "x"],
    options: {},
    expected: { _: [], a: true, b: "x" },
  },
  {
    name: "collected values",
    args: ["--file", "a", "--file=b", "x"],
    options: { string: ["file"], collect: ["file"] },
    expected: { _: ["x"], file: ["a", "b"] },
  },
  {
    name: "nothing to collect",
    args: [],
    options: { string: ["file"], collect: ["file"] },
    expected: { _: [], file: [] },
  },
  {
    name: "collected values of no declared type",
    args: ["--n", "1", "--n", "b"],
    options: { collect: ["n"] },
    expected: { _: [], n: [1, "b"] },
  },
  {
    name: "collected flags",
    args: ["-v", "-v"],
    options: { boolean: ["v"], collect: ["v"] },
    expected: { _: [], v: [true, true] },
  },
  {
    name: "no collected flags",
    args: [],
    options: { boolean: ["v"], collect: ["v"] },
    expected: { _: [], v: [] },
  },
  {
    name: "a collected value by its alias",
    args: ["-f", "a", "--file", "b"],
    options: { string: ["file"], collect: ["file"], alias: { file: "f" } },
    expected: { _: [], f: ["a", "b"], file: ["a", "b"] },
  },
  {
    name: "defaults",
    args: ["--a", "1"],
    options: { default: { a: 5, b: "x" }, string: ["b"] },
    expected: { _: [], a: 1, b: "x" },
  },
  {
    name: "a default of an aliased name",
    args: [],
    options: {
      default: { out: "runs" },
      string: ["out"],
      alias: { out: ["o", "dir"] },
    },
    expected: { _: [], out: "runs", o: "runs", dir: "runs" },
  },
  {
    name: "a value by the second alias",
    args: ["--dir", "x"],
    options: { string: ["out"], alias: { out: ["o", "dir"] } },
    expected: { _: [], dir: "x", out: "x", o: "x" },
  },
  {
    name: "a flag whose default is true",
    args: [],
    options: { boolean: ["shuffle"], default: { shuffle: true } },
    expected: { _: [], shuffle: true },
  },
  {
    name: "a flag whose default is undefined",
    args: [],
    options: { boolean: ["shuffle"], default: { shuffle: undefined } },
    expected: { _: [], shuffle: undefined },
  },
  {
    name: "an empty argument",
    args: ["--model", "", "x"],
    options: script,
    expected: {
      _: ["", "x"],
      model: "",
      shuffle: false,
      help: false,
      h: false,
    },
  },
  {
    name: "reports an unknown option and its value",
    args: ["--bata", "1", "--model", "x"],
    options: script,
    expected: { _: [], model: "x", shuffle: false, help: false, h: false },
    reported: [["--bata", "bata", "1"]],
  },
  {
    name: "reports an unknown option after an equals sign",
    args: ["--bata=1"],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
    reported: [["--bata=1", "bata", "1"]],
  },
  {
    name: "reports an unknown flag",
    args: ["--fast"],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
    reported: [["--fast", "fast", true]],
  },
  {
    name: "reports an unknown short option",
    args: ["-x"],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
    reported: [["-x", "x", true]],
  },
  {
    name: "reports a positional argument",
    args: ["a", "7"],
    options: script,
    expected: { _: ["a", "7"], shuffle: false, help: false, h: false },
    reported: [["a"], ["7"]],
  },
  {
    name: "reports a negated option that may not be negated",
    args: ["--no-model"],
    options: script,
    expected: { _: [], shuffle: false, help: false, h: false },
    reported: [["--no-model", "no-model", true]],
  },
  {
    name: "reports no collected option",
    args: ["--n", "1"],
    options: { collect: ["n"] },
    expected: { _: [], n: [1] },
    reported: [],
  },
];
