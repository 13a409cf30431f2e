/** Builds the native engine: libtensorflow from its wheel, the binding from the sources that the npm package ships. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import headers from "npm:node-api-headers@1.9.0";
import { buildName, isNeeded, requirements, TENSORFLOW, type Variant, wheelsOf } from "./parts.ts";
import { NativeUnavailable, runProgram } from "./programs.ts";
import { unpack } from "./unpack.ts";

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
 * @throws {NativeUnavailable} If the platform or a program is missing, or the download or the compiler fails.
 */
export async function installNative(
  { home, variant = "cpu", say }: InstallOptions,
): Promise<string> {
  const built = join(home, buildName(variant));
  if (await exists(bindingOf(built))) return built;
  requirePlatform();
  await openHome(home);
  using lock = await Deno.open(join(home, "lock"), { write: true, create: true });
  await lock.lock(true);
  if (await exists(bindingOf(built))) return built;
  await removePartials(home);
  const partial = await Deno.makeTempDir({ dir: home, prefix: "partial-" });
  try {
    await build(partial, built, variant, say);
    await Deno.rename(partial, built);
  } catch (error) {
    await Deno.remove(partial, { recursive: true }).catch(() => {});
    throw error;
  }
  return built;
}

/** Path of the binding within a build. */
export function bindingOf(build: string): string {
  return join(build, "tfjs_binding.node");
}

async function build(
  partial: string,
  built: string,
  variant: Variant,
  say: (line: string) => void,
) {
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
  await compileBinding(partial, built);
}

/** pip verifies each wheel against its pinned sha256 and takes nothing that has none. */
async function download(wheels: string, variant: Variant) {
  await Deno.mkdir(wheels);
  const list = join(wheels, "requirements.txt");
  await Deno.writeTextFile(list, requirements(wheelsOf(variant)));
  // deno-fmt-ignore
  await runProgram("python3", [
    "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
    "--require-hashes", "--requirement", list, "--dest", wheels, "--no-deps", "--only-binary=:all:",
    "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311", "--abi", "none",
    "--platform", "manylinux_2_17_x86_64", "--platform", "manylinux2014_x86_64",
    "--retries", "2", "--timeout", "20",
  ], { purpose: "download libtensorflow with pip" });
}

async function compileBinding(partial: string, built: string) {
  const sources = join(
    dirname(fileURLToPath(
      import.meta.resolve("npm:@tensorflow/tfjs-node-gpu@4.22.0/package.json"),
    )),
    "binding",
  );
  // The libraries are found at the place that they have once the folder is renamed.
  const libraries = ["tensorflow", ...await cudaFolders(partial)]
    .map((folder) => `-Wl,-rpath,${join(built, folder)}`);
  // deno-fmt-ignore
  await runProgram("g++", [
    "-O2", "-std=c++17", "-fPIC", "-shared", "-DNAPI_VERSION=8",
    `-I${headers.include_dir}`, `-I${join(partial, "tensorflow/include")}`, "-I.",
    "tfjs_backend.cc", "tfjs_binding.cc",
    `-L${join(partial, "tensorflow")}`, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2",
    ...libraries, "-o", bindingOf(partial),
  ], { cwd: sources, purpose: "compile the binding" });
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

async function openHome(home: string) {
  try {
    await Deno.mkdir(home, { recursive: true });
  } catch (error) {
    throw new NativeUnavailable(
      `cannot write to ${home}: ${(error as Error).message}`,
    );
  }
}

async function removePartials(home: string) {
  for await (const { name } of Deno.readDir(home)) {
    if (name.startsWith("partial-")) {
      await Deno.remove(join(home, name), { recursive: true });
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
