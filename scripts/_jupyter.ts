/** What runs notebooks: Jupyter's client in a Python environment of its own, and Deno's kernel. */
import { join, resolve } from "node:path";
import { nativeHome } from "../lib/engine/mod.ts";
import { runProgram } from "../lib/engine/programs.ts";
import { fileExists } from "../lib/data/mod.ts";
import { writeJson } from "../lib/train/mod.ts";

/** Every package that the client needs, so that all machines have the same. */
const PACKAGES = [
  "attrs==26.1.0",
  "fastjsonschema==2.22.3",
  "jsonschema==4.26.0",
  "jsonschema-specifications==2025.9.1",
  "jupyter_client==8.6.3",
  "jupyter_core==5.9.1",
  "nbclient==0.10.2",
  "nbformat==5.10.4",
  "platformdirs==4.14.8",
  "python-dateutil==4.0.0",
  "pyzmq==27.3.0",
  "referencing==0.37.0",
  "rpds-py==2026.9.1",
  "tornado==6.6.1",
  "traitlets==5.16.1",
  "typing_extensions==4.16.0",
  "tzdata==2026.6",
];
/** Name of the environment: a new one where the packages change. */
const NAME = "jupyter-1";
const INSTALL = { purpose: "install Jupyter's client" };

/** Programs and folders that run notebooks; disposing it removes what is of this run alone. */
export interface Jupyter extends AsyncDisposable {
  /** Path of the Python that has the client. */
  readonly python: string;
  /** Variables under which the client finds Deno's kernel, and touches nothing of the user's. */
  readonly env: Readonly<Record<string, string>>;
}

/** Options for {@linkcode openJupyter}. */
export interface JupyterOptions {
  /** Folder that holds the environment. @default {`FASTSLOW_NATIVE`, else `.native`} */
  readonly home?: string;
  /** Told what happens, a line at a time. */
  readonly say: (line: string) => void;
}

/**
 * Installs the client where it is missing, in seconds, and registers Deno's kernel for it alone.
 *
 * @throws {NativeUnavailable} If Python is missing, or the packages cannot be installed.
 */
export async function openJupyter(
  { home = nativeHome(), say }: JupyterOptions,
): Promise<Jupyter> {
  const python = await installClient(resolve(home), say);
  const folder = await Deno.makeTempDir({ prefix: "fastslow-jupyter-" });
  await writeJson(join(folder, "kernels", "deno", "kernel.json"), {
    argv: [Deno.execPath(), "jupyter", "--quiet", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  });
  return {
    python,
    env: {
      JUPYTER_PATH: folder,
      JUPYTER_DATA_DIR: join(folder, "data"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      JUPYTER_CONFIG_DIR: join(folder, "config"),
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Made in a folder of its own that is renamed when whole. */
async function installClient(home: string, say: (line: string) => void): Promise<string> {
  const installed = join(home, NAME);
  if (await fileExists(pythonOf(installed))) return pythonOf(installed);
  await runProgram("python3", ["--version"], INSTALL);
  say("notebooks: installing Jupyter's client");
  await Deno.mkdir(home, { recursive: true });
  const partial = await Deno.makeTempDir({ dir: home, prefix: `${NAME}-partial-` });
  try {
    await runProgram("python3", ["-m", "venv", partial], INSTALL);
    // deno-fmt-ignore
    await runProgram(pythonOf(partial), [
      "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps",
      "--only-binary=:all:", "--retries", "2", "--timeout", "20", ...PACKAGES,
    ], INSTALL);
    await Deno.rename(partial, installed);
  } catch (error) {
    await Deno.remove(partial, { recursive: true });
    // Another process may have been faster.
    if (!await fileExists(pythonOf(installed))) throw error;
  }
  return pythonOf(installed);
}

function pythonOf(environment: string): string {
  return Deno.build.os === "windows"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python3");
}
