/** Builds the native engine: libtensorflow from its wheel, the binding from the sources that the npm package ships. */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import headers from "npm:node-api-headers@1.9.0";
import { buildName, isNeeded, requirements, TENSORFLOW, type Variant, wheelsOf } from "./parts.ts";
import { NativeUnavailable, runProgram } from "./programs.ts";
import { SESSION_OPTIONS, USE_SESSION_OPTIONS } from "./session_options.ts";
import { unpack } from "./unpack.ts";

const DOWNLOAD = { purpose: "download libtensorflow with pip" };
const COMPILE = { purpose: "compile the binding" };

/** Options for {@linkcode installNative}. */
export interface InstallOptions {
  /** Folder that holds the builds. */
  readonly home: string;
  /** Which libtensorflow. @default {"cpu"} */
  readonly variant?: Variant;
  /** Told what happens, a line at a time. */
  readonly say: (line: string) => void;
}

/**
 * Makes sure that the native engine is built, and returns its folder.
 *
 * Idempotent and atomic: everything is made in a folder of its own that is renamed when whole, under a lock that a
 * killed process gives back; what killed runs left is removed.
 *
 * @throws {NativeUnavailable} If the platform or a program is missing, the download or the compiler fails, or the folder
 * cannot be written.
 */
export async function installNative(
  { home, variant = "cpu", say }: InstallOptions,
): Promise<string> {
  const built = resolve(home, buildName(variant));
  if (await exists(bindingOf(built))) return built;
  requirePlatform();
  using lock = await openLock(home);
  await lock.lock(true);
  if (await exists(bindingOf(built))) return built;
  await requirePrograms();
  await removePartials(home);
  const partial = resolve(home, `partial-${crypto.randomUUID()}`);
  try {
    await build(partial, variant, say);
    await removeIfThere(built);
    await Deno.rename(partial, built);
  } catch (error) {
    await removeIfThere(partial).catch(() => {});
    throw unavailable("the build failed", error);
  }
  return built;
}

/** Path of the binding within a build. */
export function bindingOf(build: string): string {
  return join(build, "tfjs_binding.node");
}

async function build(partial: string, variant: Variant, say: (line: string) => void) {
  const size = variant === "gpu" ? "about 3 GB" : "252 MB";
  say(`setup: fetching libtensorflow ${TENSORFLOW} for ${variant} (${size})`);
  const wheels = join(partial, "wheels");
  await download(wheels, variant);
  say("setup: unpacking");
  for await (const { name } of Deno.readDir(wheels)) {
    if (name.endsWith(".whl")) await unpack(join(wheels, name), partial, isNeeded);
  }
  await Deno.remove(wheels, { recursive: true });
  say("setup: compiling the binding");
  await compileBinding(partial);
}

/** pip verifies each wheel against its pinned sha256 and takes nothing that has none. */
async function download(wheels: string, variant: Variant) {
  await Deno.mkdir(wheels, { recursive: true });
  const list = join(wheels, "requirements.txt");
  await Deno.writeTextFile(list, requirements(wheelsOf(variant)));
  // deno-fmt-ignore
  await runProgram("python3", [
    "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
    "--require-hashes", "--requirement", list, "--dest", wheels, "--no-deps", "--only-binary=:all:",
    "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311", "--abi", "none",
    "--platform", "manylinux_2_17_x86_64", "--platform", "manylinux2014_x86_64",
    "--retries", "2", "--timeout", "20",
  ], DOWNLOAD);
}

async function compileBinding(partial: string) {
  const options = join(partial, "session_options.cc");
  await Deno.writeTextFile(options, SESSION_OPTIONS);
  const sources = join(
    dirname(fileURLToPath(
      import.meta.resolve("npm:@tensorflow/tfjs-node-gpu@4.22.0/package.json"),
    )),
    "binding",
  );
  // The libraries are found from where the binding lies, so that the folder can be renamed and moved.
  const libraries = ["tensorflow", ...await cudaFolders(partial)]
    .map((folder) => `-Wl,-rpath,$ORIGIN/${folder}`);
  // deno-fmt-ignore
  await runProgram("g++", [
    "-O2", "-std=c++17", "-fPIC", "-shared", "-DNAPI_VERSION=8",
    `-I${headers.include_dir}`, `-I${join(partial, "tensorflow/include")}`, "-I.",
    USE_SESSION_OPTIONS, "tfjs_backend.cc", "tfjs_binding.cc", options,
    `-L${join(partial, "tensorflow")}`, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2",
    ...libraries, "-o", bindingOf(partial),
  ], { ...COMPILE, cwd: sources });
  await Deno.remove(options);
}

async function cudaFolders(build: string): Promise<string[]> {
  const folders: string[] = [];
  try {
    for await (const { name } of Deno.readDir(join(build, "nvidia"))) {
      folders.push(join("nvidia", name, "lib"));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return folders.sort();
}

function requirePlatform() {
  const { os, arch, target } = Deno.build;
  if (os !== "linux" || arch !== "x86_64" || !target.endsWith("gnu")) {
    throw new NativeUnavailable(
      `native parts exist for Linux x64 with glibc only, this is ${target}`,
    );
  }
}

/** Asked for first, so that nothing is fetched in vain at every start of a program. */
async function requirePrograms() {
  await runProgram("python3", ["-m", "pip", "--version"], DOWNLOAD);
  await runProgram("g++", ["--version"], COMPILE);
}

async function openLock(home: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(home, { recursive: true });
    return await Deno.open(join(home, "lock"), { write: true, create: true });
  } catch (error) {
    throw unavailable(`cannot write to ${home}`, error);
  }
}

/** A killed run's compiler may still be writing: what cannot be removed now goes with the next build. */
async function removePartials(home: string) {
  for await (const { name } of Deno.readDir(home)) {
    if (name.startsWith("partial-")) await removeIfThere(join(home, name)).catch(() => {});
  }
}

async function removeIfThere(path: string) {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function unavailable(what: string, error: unknown): NativeUnavailable {
  if (error instanceof NativeUnavailable) return error;
  return new NativeUnavailable(`${what}: ${(error as Error).message}`, { cause: error });
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
