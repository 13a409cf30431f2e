import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join, relative } from "node:path";
import { bindingOf, installNative } from "../../lib/engine/install.ts";
import { buildName, requirements, wheelsOf } from "../../lib/engine/parts.ts";
import {
  GXX,
  inSandbox,
  isNativePlatform,
  PIP,
  type Ran,
  runDeno,
  type Sandbox,
  spawnDeno,
  TOP,
  until,
} from "./_sandbox.ts";

// deno-fmt-ignore
const INSTALL = [
  "run", "--no-prompt", "--allow-read", "--allow-write", "--allow-env",
  "--allow-run=python3,g++,nvidia-smi", `--config=${TOP}deno.json`,
  new URL("_install.ts", import.meta.url).pathname,
];
const CPU = buildName("cpu");
const ignore = !isNativePlatform;

function install({ env }: Sandbox, ...args: string[]): Promise<Ran> {
  return runDeno([...INSTALL, ...args], { env });
}

/** A test that needs a platform on which there are native parts. */
function test(name: string, body: (sandbox: Sandbox) => Promise<void>) {
  Deno.test({ name, ignore, fn: () => inSandbox(body) });
}

/** The start of a program that is there, whatever it does next. */
const ANSWERS = `case "$*" in *--version) exit 0 ;; esac`;

/** How often pip and the compiler ran. */
async function runs({ log }: Sandbox): Promise<[pip: number, compiler: number]> {
  const lines = await log();
  const count = (name: string) => lines.filter((line) => line.startsWith(`${name} `)).length;
  return [count("python3"), count("g++")];
}

test("installNative() builds once, and says what it does", async (sandbox) => {
  const first = await install(sandbox);
  equal(first.stdout, `${join(sandbox.home, CPU)}\n`);
  match(
    first.stderr,
    /^setup: fetching .*\(252 MB\)\nsetup: unpacking\nsetup: compiling the binding\n$/,
  );
  deepEqual(await sandbox.built(), ["lock", CPU]);
  deepEqual(
    (await Array.fromAsync(Deno.readDir(first.stdout.trim()))).map(({ name }) => name).sort(),
    [
      "nvidia",
      "tensorflow",
      "tfjs_binding.node",
    ],
  );
  const second = await install(sandbox);
  deepEqual(second, { code: 0, stdout: first.stdout, stderr: "" });
  deepEqual(await runs(sandbox), [1, 1]);
});

test("installNative() lets pip verify each wheel, and the compiler find everything", async (sandbox) => {
  await install(sandbox);
  const log = await sandbox.log();
  match(log[0]!, /^python3 -m pip download .*--require-hashes .*--no-deps --only-binary=:all:/);
  deepEqual(
    log.filter((line) => line.startsWith("needs ")).map((line) => `${line.slice(6)}\n`).join(""),
    requirements(wheelsOf("cpu")),
  );
  const compiler = log.find((line) => line.startsWith("g++ "))!;
  ok(log.includes("sources found"), "the compiler runs beside the package's sources");
  ok(compiler.includes(" -Wl,-rpath,$ORIGIN/tensorflow "), compiler);
  ok(compiler.includes(" -Wl,-rpath,$ORIGIN/nvidia/cublas/lib "), compiler);
});

test("installNative() takes the wheels of CUDA for a GPU, beside a build without it", async (sandbox) => {
  await install(sandbox);
  await install(sandbox, "gpu");
  const needs = (await sandbox.log()).filter((line) => line.startsWith("needs "));
  equal(needs.length, wheelsOf("cpu").length + wheelsOf("gpu").length);
  deepEqual(await sandbox.built(), ["lock", CPU, buildName("gpu")]);
});

for (
  const [what, name, step] of [["download", "python3", PIP], ["compiler", "g++", GXX]] as const
) {
  test(`installNative() leaves nothing finished when killed during the ${what}; the next one cleans up`, async (sandbox) => {
    const stall = `${ANSWERS}\necho "pid $$" >> "$LOG"; exec sleep 60`;
    await sandbox.program(name, stall);
    const killed = spawnDeno(INSTALL, { env: sandbox.env });
    const pid = async () => (await sandbox.log()).find((line) => line.startsWith("pid "))?.slice(4);
    await until(async () => await pid() !== undefined, `the ${what}`);
    killed.kill("SIGKILL");
    await killed.output();
    const left = await sandbox.built();
    ok(left.some((each) => each.startsWith("partial-")), String(left));
    ok(!left.includes(CPU), String(left));

    await sandbox.program(name, step);
    equal((await install(sandbox)).code, 0); // although the killed run's program lives on
    Deno.kill(Number(await pid()), "SIGKILL");
    deepEqual(await sandbox.built(), ["lock", CPU]);
  });
}

test("installNative() at the same time in several processes builds once", async (sandbox) => {
  await sandbox.program("python3", `sleep 1${PIP}`);
  const all = await Promise.all([install(sandbox), install(sandbox), install(sandbox)]);
  for (const { code, stdout } of all) {
    deepEqual({ code, stdout }, { code: 0, stdout: `${join(sandbox.home, CPU)}\n` });
  }
  deepEqual(await runs(sandbox), [1, 1]);
  deepEqual(await sandbox.built(), ["lock", CPU]);
});

test("installNative() waits for another build without blocking its process", async ({ home }) => {
  await Deno.mkdir(home);
  using other = await Deno.open(join(home, "lock"), { write: true, create: true });
  await other.lock(true);
  let ticks = 0;
  const clock = setInterval(() => ticks++, 5);
  const waiting = installNative({ home, say: () => {} });
  await new Promise((done) => setTimeout(done, 200));
  clearInterval(clock);
  ok(ticks > 10, `${ticks} ticks`);
  await Deno.mkdir(join(home, CPU));
  await Deno.writeTextFile(bindingOf(join(home, CPU)), "built by the other");
  await other.unlock();
  equal(await waiting, join(home, CPU));
});

test("installNative() replaces what is left of a build", async (sandbox) => {
  await Deno.mkdir(join(sandbox.home, CPU, "tensorflow"), { recursive: true });
  await Deno.writeTextFile(join(sandbox.home, CPU, "tensorflow", "rest"), "");
  equal((await install(sandbox)).code, 0);
  ok((await Deno.stat(bindingOf(join(sandbox.home, CPU)))).isFile);
});

test("installNative() builds in a folder that is named from where the process stands", async (sandbox) => {
  const env = { ...sandbox.env, FASTSLOW_NATIVE: relative(TOP, sandbox.home) };
  const { stdout } = await install({ ...sandbox, env });
  equal(stdout, `${join(sandbox.home, CPU)}\n`);
  ok((await Deno.stat(bindingOf(stdout.trim()))).isFile);
  const compiler = (await sandbox.log()).find((line) => line.startsWith("g++ "))!;
  match(compiler, / -o \//);
});

test("installNative() makes builds that every user of the machine can read", async (sandbox) => {
  const { stdout } = await install(sandbox);
  const { mode } = await Deno.stat(stdout.trim());
  equal(mode! & 0o777, 0o777 & ~Deno.umask());
});

/** Why there is no native engine; nothing half-made is left. */
async function refusal(sandbox: Sandbox): Promise<string> {
  const { code, stdout, stderr } = await install(sandbox);
  equal(code, 3, stderr);
  match(stdout, /^[^\n]+\n$/);
  deepEqual((await sandbox.built()).filter((name) => name !== "lock"), []);
  return stdout.trim();
}

/** Lines that a real program writes before it fails, and the reason that is given for it. */
const FAILURES: [what: string, program: string, script: string, reason: RegExp][] = [
  [
    "pip fails",
    "python3",
    `${ANSWERS}
    echo "WARNING: Retrying after connection broken by 'NewConnectionError'" >&2
    echo "ERROR: No matching distribution found for tensorflow-cpu" >&2
    echo "some advice" >&2; exit 1`,
    /^python3 failed to download libtensorflow with pip \(exit 1\): ERROR: No matching distribution/,
  ],
  [
    "Python has no pip",
    "python3",
    `echo "python3: No module named pip" >&2; exit 1`,
    /^python3 failed to download .* with pip \(exit 1\): python3: No module named pip$/,
  ],
  [
    "the compiler fails",
    "g++",
    `${ANSWERS}
    echo "In file included from tfjs_backend.cc:" >&2
    echo "tfjs_backend.cc:1:10: fatal error: c_api.h: No such file or directory" >&2
    echo "compilation terminated." >&2; exit 1`,
    /^g\+\+ failed to compile the binding \(exit 1\): tfjs_backend\.cc:1:10: fatal error: c_api\.h/,
  ],
  [
    "the linker fails",
    "g++",
    `${ANSWERS}
    echo "/usr/bin/ld: cannot find -l:libtensorflow_cc.so.2" >&2
    echo "collect2: error: ld returned 1 exit status" >&2; exit 1`,
    /^g\+\+ failed to compile the binding \(exit 1\): .*cannot find -l:libtensorflow_cc/,
  ],
  [
    "a program dies without a word",
    "python3",
    `${ANSWERS}\nkill -9 $$`,
    /^python3 failed to download libtensorflow with pip \(exit 137\)$/,
  ],
  [
    "the wheel is damaged",
    "python3",
    `${PIP}\nhead -c 300 "$WHEEL" > "$dest/fake.whl"`,
    /^the build failed: Cannot unpack .*fake\.whl: /,
  ],
];
for (const [what, program, script, reason] of FAILURES) {
  test(`installNative() says why in one line if ${what}`, async (sandbox) => {
    await sandbox.program(program, script);
    match(await refusal(sandbox), reason);
  });
}

for (const program of ["python3", "g++"]) {
  test(`installNative() names ${program} if it is missing, before anything is fetched`, async (sandbox) => {
    await Deno.remove(join(sandbox.env.PATH!, program));
    match(
      await refusal(sandbox),
      new RegExp(`^${program.replaceAll("+", "\\+")} is not installed \\(needed to .+\\)$`),
    );
    deepEqual(await sandbox.log(), []);
  });
}

test("installNative() says that a program may not be run", async (sandbox) => {
  const permissions = INSTALL.filter((arg) => !arg.startsWith("--allow-run"));
  const { code, stdout } = await runDeno(permissions, { env: sandbox.env });
  equal(code, 3);
  match(stdout, /^python3 could not be run \(needed to .+\): .*--allow-run/);
});

test("installNative() says where it cannot write", async (sandbox) => {
  await Deno.writeTextFile(sandbox.home, "a file");
  for (const home of [sandbox.home, join(sandbox.home, "below")]) {
    const { code, stdout } = await install({
      ...sandbox,
      env: { ...sandbox.env, FASTSLOW_NATIVE: home },
    });
    equal(code, 3);
    ok(stdout.startsWith(`cannot write to ${home}: `), stdout);
  }
});

test("installNative() says that its lock cannot be opened", async (sandbox) => {
  await Deno.mkdir(join(sandbox.home, "lock"), { recursive: true });
  const { code, stdout } = await install(sandbox);
  equal(code, 3);
  ok(stdout.startsWith(`cannot write to ${sandbox.home}: `), stdout);
});

Deno.test({
  name: "installNative() says that it cannot write to another user's folder",
  ignore: ignore || Deno.uid() === 0,
  fn: () =>
    inSandbox(async (sandbox) => {
      await Deno.mkdir(sandbox.home, { mode: 0o500 });
      const { code, stdout } = await install(sandbox);
      equal(code, 3);
      ok(stdout.startsWith(`cannot write to ${sandbox.home}: `), stdout);
    }),
});

Deno.test({
  name: "installNative() says on which platforms there are native parts",
  ignore: isNativePlatform,
  async fn() {
    const home = await Deno.makeTempDir();
    const failure = await installNative({ home, say: () => {} }).catch((error) => error);
    await Deno.remove(home);
    equal(failure.name, "NativeUnavailable");
    match(failure.message, /^native parts exist for Linux x64 with glibc only, this is \S+$/);
  },
});
