import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { bindingOf } from "../../lib/engine/install.ts";
import { buildName, wheelsOf } from "../../lib/engine/parts.ts";
import { fold, key, uniform } from "../../lib/base/mod.ts";
import { inSandbox, isNativePlatform, type Ran, runDeno, type Sandbox, TOP } from "./_sandbox.ts";

const ignore = !isNativePlatform;

/** Runs the task with the permissions that it has in `deno.json`. */
async function setup({ env }: Pick<Sandbox, "env">, ...args: string[]): Promise<Ran> {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(TOP, "deno.json")));
  const [, ...command] = tasks.setup.command.split(" ") as string[];
  return await runDeno([...command, ...args], { env });
}

function test(name: string, body: (sandbox: Sandbox) => Promise<void>) {
  Deno.test({ name, ignore, fn: () => inSandbox(body) });
}

/** Without the lines that Deno itself writes about programs that its permissions name and nobody has. */
function said({ stderr }: Ran): string[] {
  return stderr.split("\n").filter((line) => line !== "" && !line.includes("for allow-run"));
}

test("setup says where the engine is, and again when there is nothing to do", async (sandbox) => {
  const ready = `setup: native engine ready in ${join(sandbox.home, buildName("cpu"))}`;
  const first = await setup(sandbox);
  deepEqual([first.code, first.stdout], [0, ""]);
  deepEqual(said(first).length, 4);
  equal(said(first).at(-1), ready);
  deepEqual(said(await setup(sandbox)), [ready]);
});

test("setup --quiet says nothing if everything is in place", async (sandbox) => {
  await Deno.mkdir(join(sandbox.home, buildName("cpu")), { recursive: true });
  await Deno.writeTextFile(bindingOf(join(sandbox.home, buildName("cpu"))), "binding");
  const { code, stdout, ...rest } = await setup(sandbox, "--quiet");
  deepEqual([code, stdout, said({ code, stdout, ...rest })], [0, "", []]);
});

test("setup without a compiler says why, and is no failure, quiet or not", async (sandbox) => {
  await Deno.remove(join(sandbox.env.PATH!, "g++"));
  for (const args of [[], ["--quiet"]]) {
    const result = await setup(sandbox, ...args);
    equal(result.code, 0);
    deepEqual(said(result), [
      "setup: no native engine, fastslow runs on wasm: g++ is not installed (needed to compile the binding)",
    ]);
  }
});

test("setup takes CUDA where nvidia-smi answers, and with --gpu; never with --no-gpu", async (sandbox) => {
  const needed = async (...args: string[]) => {
    const before = (await sandbox.log()).length;
    const home = join(sandbox.folder, `home-${before}`);
    equal((await setup(sandbox, "--home", home, ...args)).code, 0);
    return (await sandbox.log()).slice(before).filter((line) => line.startsWith("needs ")).length;
  };
  const [cpu, gpu] = [wheelsOf("cpu").length, wheelsOf("gpu").length];
  equal(await needed(), cpu);
  equal(await needed("--gpu"), gpu);
  await sandbox.program("nvidia-smi", "echo 'GPU 0: Fake'");
  equal(await needed(), gpu);
  equal(await needed("--no-gpu"), cpu);
});

test("setup --help names every option and builds nothing", async (sandbox) => {
  const { code, stdout, stderr } = await setup(sandbox, "--help");
  deepEqual([code, said({ code, stdout, stderr })], [0, []]);
  for (const option of ["--[no-]gpu", "--home <folder>", "--quiet", "--help"]) {
    ok(stdout.includes(option), stdout);
  }
  deepEqual(await sandbox.built(), []);
});

// deno-fmt-ignore
const USAGE: [args: string[], complaint: RegExp][] = [
  [["--gpus"], /^error: Unknown option --gpus; did you mean --gpu\?/],
  [["--gpu=maybe"], /^error: .*--gpu/],
  [["--home"], /^error: .*--home needs a value/],
  [["--home="], /^error: .*--home needs a value/],
  [["cpu"], /^error: Unexpected argument "cpu"/],
  [["-q"], /^error: Unknown option -q/],
];
test("setup ends bad usage in one line and exit code 2, and builds nothing", async (sandbox) => {
  for (const [args, complaint] of USAGE) {
    const result = await setup(sandbox, ...args);
    equal(result.code, 2, `${args}: ${result.stderr}`);
    deepEqual([result.stdout, said(result).length], ["", 1], `${args}: ${result.stderr}`);
    match(said(result)[0]!, complaint);
  }
  deepEqual(await sandbox.built(), []);
});

test("setup ends well or in one line whatever it is told", async (sandbox) => {
  // deno-fmt-ignore
  const words = [
    "--gpu", "--no-gpu", "--quiet", "--home", "--home=", "--", "-", "--quiet=1", "-h", "--no-home", "", "--=", "é", "---gpu",
  ];
  const home = join(sandbox.folder, "fuzzed");
  for (let round = 0; round < 8; round++) {
    const draws = [...uniform(fold(key(7), round), 3)];
    const args = draws.map((u) => words[Math.floor(u * words.length)]!);
    const result = await setup({ env: { ...sandbox.env, FASTSLOW_NATIVE: home } }, ...args);
    const what = `${JSON.stringify(args)}: ${result.stderr}`;
    ok([0, 2].includes(result.code), what);
    ok(!result.stderr.includes("    at "), what);
    if (result.code === 2) equal(said(result).length, 1, what);
  }
});
