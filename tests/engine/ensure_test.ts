import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { buildName } from "../../lib/engine/parts.ts";
import { ensureEngine, nativeHome, NativeUnavailable } from "../../lib/engine/mod.ts";
import { type EngineName, ENGINES } from "../../lib/engine/mod.ts";
import { engine } from "../_support.ts";
import { inSandbox, isNativePlatform, runDeno, type RunOptions, TOP } from "./_sandbox.ts";

const DOOR = new URL("../../mod.ts", import.meta.url).href;

async function runFile(file: string, args: string[], options: RunOptions) {
  const path = new URL(file, import.meta.url).pathname;
  const { code, stdout, stderr } = await runDeno(
    ["run", "--no-prompt", "-A", `--config=${TOP}deno.json`, path, ...args],
    options,
  );
  equal(code, 0, stderr);
  return { outcomes: JSON.parse(stdout) as string[], stderr };
}

Deno.test("ensureEngine() gives a process one engine", async () => {
  equal(await ensureEngine(), engine);
  equal(await ensureEngine({ engine: "auto" }), engine);
  equal(await ensureEngine({ engine: engine.name, say: () => ok(false, "says it twice") }), engine);
});

Deno.test("ensureEngine() refuses another engine than the one in use", async () => {
  for (const other of ENGINES.filter((name) => name !== "auto" && name !== engine.name)) {
    await rejects(ensureEngine({ engine: other }), {
      name: "RangeError",
      message:
        `Cannot change the engine to ${other} as ${engine.name} is in use in this process already`,
    });
  }
  equal(await ensureEngine(), engine);
});

Deno.test("ensureEngine() refuses an engine that is none", async () => {
  for (const unknown of ["webgl", "", "toString", "TENSORFLOW"]) {
    await rejects(ensureEngine({ engine: unknown as EngineName }), {
      name: "RangeError",
      message:
        `Cannot choose an engine as "${unknown}" is none: take one of auto, tensorflow, wasm, cpu`,
    });
  }
});

Deno.test("ensureEngine() takes calls at the same time one after the other", async () => {
  const { outcomes, stderr } = await runFile("_ensure.ts", ["cpu+cpu+wasm+auto"], {});
  deepEqual(outcomes, [
    "cpu",
    "cpu",
    "RangeError: Cannot change the engine to wasm as cpu is in use in this process already",
    "cpu",
  ]);
  equal(stderr, "engine: cpu (as asked)\n");
});

Deno.test("nativeHome() is FASTSLOW_NATIVE, else .native beside the package", async () => {
  const code = `import { nativeHome } from ${JSON.stringify(`${DOOR}/../lib/engine/mod.ts`)};
  Deno.stdout.writeSync(new TextEncoder().encode(nativeHome()));`;
  const homes = await Promise.all(
    ["/elsewhere", ""].map((FASTSLOW_NATIVE) =>
      runDeno(["eval", code], { env: { FASTSLOW_NATIVE } })
    ),
  );
  deepEqual(homes.map(({ stdout }) => stdout), ["/elsewhere", join(TOP, ".native")]);
});

for (const missing of ["python3", "g++"]) {
  Deno.test({
    name: `ensureEngine() without ${missing} takes wasm, and says why in one line`,
    ignore: !isNativePlatform,
    fn: () =>
      inSandbox(async ({ env, built }) => {
        await Deno.remove(join(env.PATH!, missing));
        const { outcomes, stderr } = await runFile("_ensure.ts", ["auto,tensorflow"], { env });
        equal(outcomes[0], "wasm");
        match(
          outcomes[1]!,
          /^RangeError: Cannot change the engine to tensorflow as wasm is in use/,
        );
        const why = `no native engine: ${missing} is not installed (needed to `;
        equal(stderr.split("\n").length, 2, stderr);
        ok(stderr.startsWith(`engine: wasm (${why}`), stderr);
        deepEqual(await built(), ["lock"]);
      }),
  });
}

Deno.test({
  name:
    "ensureEngine() that must have tensorflow throws without it, and another engine can still be had",
  ignore: !isNativePlatform,
  fn: () =>
    inSandbox(async ({ env }) => {
      await Deno.remove(join(env.PATH!, "g++"));
      const { outcomes, stderr } = await runFile("_ensure.ts", ["tensorflow,tensorflow+cpu"], {
        env,
      });
      for (const outcome of outcomes.slice(0, 2)) {
        match(
          outcome,
          /^NativeUnavailable: g\+\+ is not installed \(needed to compile the binding\)$/,
        );
      }
      equal(outcomes[2], "cpu");
      equal(stderr, "engine: cpu (as asked)\n");
    }),
});

Deno.test({
  name:
    "ensureEngine() with a build that does not load takes wasm, says why in one line, and what to do",
  ignore: !isNativePlatform,
  fn: () =>
    inSandbox(async ({ env, home }) => {
      const build = join(home, buildName("cpu"));
      await Deno.mkdir(build, { recursive: true });
      await Deno.writeTextFile(join(build, "tfjs_binding.node"), "no library");
      const { outcomes, stderr } = await runFile("_ensure.ts", ["auto"], { env });
      deepEqual(outcomes, ["wasm"]);
      match(
        stderr,
        /^engine: wasm \(no native engine: the native binding does not load \([^\n]+\); remove [^\n]+ and run the task setup again\)\n$/,
      );
      ok(stderr.includes(build));
    }),
});

Deno.test("NativeUnavailable can be told from other errors", () => {
  const error = new NativeUnavailable("no compiler");
  equal(`${error}`, "NativeUnavailable: no compiler");
  ok(error instanceof Error);
});

Deno.test({
  name: "chooseVariant() takes CUDA where nvidia-smi answers, unless told otherwise",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inSandbox(async ({ env, program }) => {
      const choose = async () => (await runFile("_choose.ts", [], { env })).outcomes;
      deepEqual(await choose(), ["cpu", "gpu", "cpu"]);
      await program("nvidia-smi", "echo 'GPU 0: Fake'");
      deepEqual(await choose(), ["gpu", "gpu", "cpu"]);
      await program("nvidia-smi", "echo 'No devices were found'; exit 6");
      deepEqual(await choose(), ["cpu", "gpu", "cpu"]);
    }),
});

const PROGRAM = `
const { name } = await ensureEngine();
const loss = dpo({ beta: 0.1 })(logps({ chosen: [-3], rejected: [-5] }), logps({ chosen: [-3], rejected: [-5] }));
console.log(name, (await loss.data())[0].toFixed(4));
`;

/** Runs `PROGRAM` in a folder outside of the repository that has these files. */
async function outside(specifier: string, files: Readonly<Record<string, string>>) {
  const cwd = await Deno.makeTempDir({ prefix: "fastslow-outside-" });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(cwd, name), text);
    }
    const importing = `import { dpo, ensureEngine, logps } from ${JSON.stringify(specifier)};`;
    await Deno.writeTextFile(join(cwd, "main.ts"), importing + PROGRAM);
    return await runDeno(["run", "-A", "main.ts"], { cwd, env: { FASTSLOW_NATIVE: nativeHome() } });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("ensureEngine() keeps TensorFlow.js quiet on every engine", async () => {
  for (const name of ["wasm", "cpu"]) {
    const code = `import { dpo, ensureEngine, logps } from ${JSON.stringify(DOOR)};
    await ensureEngine({ engine: ${JSON.stringify(name)} });
    const same = logps({ chosen: [-3], rejected: [-5] });
    await dpo()(same, same).data();`;
    const { code: exit, stderr } = await runDeno(["eval", code]);
    deepEqual({ exit, stderr }, { exit: 0, stderr: `engine: ${name} (as asked)\n` });
  }
});

const name = engine.name === "tensorflow" ? "tensorflow" : "wasm";
const IMPORTS = JSON.stringify({ imports: { fastslow: DOOR }, compilerOptions: { strict: true } });
const OUTSIDE: [what: string, specifier: string, files: Record<string, string>][] = [
  ["without a deno.json", DOOR, {}],
  ["with a deno.json of its own", "fastslow", { "deno.json": IMPORTS }],
];
for (const [what, specifier, files] of OUTSIDE) {
  Deno.test({
    name:
      `ensureEngine() is all that a program elsewhere needs, ${what}; nothing but its line is said`,
    ignore: engine.name === "cpu",
    async fn() {
      const { code, stdout, stderr } = await outside(specifier, files);
      deepEqual({ code, stdout }, { code: 0, stdout: `${name} 0.6931\n` }, stderr);
      match(stderr, new RegExp(`^engine: ${name}[^\\n]*\\n$`));
    },
  });
}
