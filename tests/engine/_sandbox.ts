/** A folder with programs that only pretend, and processes that see no others. */
import { join } from "node:path";
import { zip } from "./_zip.ts";

/** The top of the repository. */
export const TOP = new URL("../../", import.meta.url).pathname;
/** Where native parts can be built at all. */
export const isNativePlatform = Deno.build.os === "linux" && Deno.build.arch === "x86_64" &&
  Deno.build.target.endsWith("gnu");

/** What a process said and exited with. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How {@linkcode runDeno} runs. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `deno` quietly and without colours. */
export async function runDeno(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { code, stdout, stderr } = await spawnDeno(args, options).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Starts `deno` quietly and without colours. */
export function spawnDeno(
  [command, ...args]: readonly string[],
  { cwd = TOP, env = {} }: RunOptions = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [command!, "--quiet", ...args],
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** What a test of the installation works with. */
export interface Sandbox {
  /** A folder that goes with the test. */
  readonly folder: string;
  /** Folder of native builds. */
  readonly home: string;
  /** Environment in which only the sandbox's programs are found. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes a program, a shell script of these lines. */
  program(name: string, script: string): Promise<void>;
  /** Lines that programs have added to `$LOG`. */
  log(): Promise<string[]>;
  /** Names in `home`, sorted. */
  built(): Promise<string[]>;
}

/** Pretends to download: notes its arguments and its requirements, and puts a wheel where it should. */
export const PIP = `
if [ "$3" = --version ]; then echo "pip 1.0"; exit 0; fi
echo "python3 $*" >> "$LOG"
while [ $# -gt 0 ]; do
  case "$1" in
    --dest) dest=$2 ;;
    --requirement) sed 's/^/needs /' "$2" >> "$LOG" ;;
  esac
  shift
done
cp "$WHEEL" "$dest/fake.whl"`;

/** Pretends to compile: notes where it was and what it was told, and writes what it was asked for. */
export const GXX = `
if [ "$1" = --version ]; then echo "g++ 1.0"; exit 0; fi
echo "g++ $*" >> "$LOG"
test -f tfjs_backend.cc && test -f tfjs_binding.cc && echo "sources found" >> "$LOG"
while [ $# -gt 0 ]; do
  case "$1" in -o) echo binding > "$2" ;; esac
  shift
done`;

/** Gives `body` a sandbox with `python3` and `g++` that succeed, and removes it afterwards. */
export async function inSandbox(body: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fastslow-engine-" });
  const [bin, home, log, wheel] = ["bin", "home", "log", "wheel"]
    .map((name) => join(folder, name)) as [string, string, string, string];
  await Deno.mkdir(bin);
  await Deno.writeFile(wheel, WHEEL);
  const sandbox: Sandbox = {
    folder,
    home,
    env: { PATH: bin, LOG: log, WHEEL: wheel, FASTSLOW_NATIVE: home },
    async program(name, script) {
      const text = `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`;
      await Deno.writeTextFile(join(bin, name), text, { mode: 0o755 });
    },
    log: async () => (await readIfThere(log)).split("\n").filter(Boolean),
    built: async () => (await names(home)).sort(),
  };
  try {
    await sandbox.program("python3", PIP);
    await sandbox.program("g++", GXX);
    await body(sandbox);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Waits until `happened` says so. */
export async function until(happened: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await happened()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new RangeError(`${what} did not happen`);
}

/** What a wheel of TensorFlow has, in small. */
const WHEEL = zip({
  "tensorflow/__init__.py": "unneeded",
  "tensorflow/libtensorflow_cc.so.2": "library",
  "tensorflow/libtensorflow_framework.so.2": "library",
  "tensorflow/include/tensorflow/c/c_api.h": "header",
  "nvidia/cublas/lib/libcublas.so.12": "library",
});

async function names(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
