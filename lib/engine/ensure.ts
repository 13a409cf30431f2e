/** Chooses the engine, once per process. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tf } from "../base/tensor.ts";
import { installNative } from "./install.ts";
import type { Variant } from "./parts.ts";
import { hasNvidia, NativeUnavailable } from "./programs.ts";
import { type Device, registerTensorflow } from "./tensorflow.ts";

/** What computes: native TensorFlow, WebAssembly, or plain JavaScript. */
export type EngineName = "tensorflow" | "wasm" | "cpu";

/** Every value that an option `engine` may have. */
export const ENGINES: readonly ("auto" | EngineName)[] = ["auto", "tensorflow", "wasm", "cpu"];

/** The engine in use. */
export interface Engine {
  /** Which engine. */
  readonly name: EngineName;
  /** What it computes on. */
  readonly device: Device;
  /** One line that names the engine and why it was chosen. */
  readonly line: string;
}

/** Options for {@linkcode ensureEngine}. */
export interface EngineOptions {
  /** The engine to use; `auto` takes the native one where it can be had, else `wasm`. @default {"auto"} */
  readonly engine?: "auto" | EngineName;
  /** Whether the native engine is built with CUDA. @default {whether `nvidia-smi` answers} */
  readonly gpu?: boolean;
  /** Folder of native builds. @default {`FASTSLOW_NATIVE`, else `.native` beside this package or in the current folder} */
  readonly home?: string;
  /** Told which engine was chosen and what is being installed, a line at a time. @default {standard error} */
  readonly say?: (line: string) => void;
}

let current: Engine | undefined;
let lastCall: Promise<unknown> = Promise.resolve();

/**
 * Makes an engine ready: builds the native one on first use (about 15 s), or falls back to WebAssembly and says so.
 *
 * A process has one engine: a later call, even one at the same time, returns the first one's choice.
 *
 * @throws {RangeError} If `engine` is unknown, or another engine is already in use in this process.
 * @throws {NativeUnavailable} If `engine` is `tensorflow` and cannot be had.
 *
 * @example
 * ```ts
 * import { ensureEngine } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const { name } = await ensureEngine();
 * ok(["tensorflow", "wasm"].includes(name));
 * ```
 */
export function ensureEngine(options: EngineOptions = {}): Promise<Engine> {
  const call = lastCall.then(() => chooseEngine(options));
  lastCall = call.catch(() => {});
  return call;
}

async function chooseEngine(
  { engine = "auto", gpu, home = nativeHome(), say = sayOnStderr }: EngineOptions,
): Promise<Engine> {
  if (!ENGINES.includes(engine)) {
    throw new RangeError(
      `Cannot choose an engine as "${engine}" is none: take one of ${ENGINES.join(", ")}`,
    );
  }
  if (current !== undefined) return settled(current, engine);
  current = engine === "auto" || engine === "tensorflow"
    ? await tensorflowOr(engine, { gpu, home, say })
    : await portable(engine, "as asked");
  say(current.line);
  return current;
}

function settled(inUse: Engine, wanted: string): Engine {
  if (wanted === "auto" || wanted === inUse.name) return inUse;
  throw new RangeError(
    `Cannot change the engine to ${wanted} as ${inUse.name} is in use in this process already`,
  );
}

async function tensorflowOr(
  engine: "auto" | "tensorflow",
  { gpu, home, say }: {
    readonly gpu: boolean | undefined;
    readonly home: string;
    readonly say: (line: string) => void;
  },
): Promise<Engine> {
  try {
    const build = await installNative({ home, variant: await chooseVariant(gpu), say });
    const device = await registerTensorflow(build);
    await tf.setBackend("tensorflow");
    return { name: "tensorflow", device, line: `engine: tensorflow on ${device} (native)` };
  } catch (error) {
    if (engine === "tensorflow" || !(error instanceof NativeUnavailable)) throw error;
    return await portable("wasm", `no native engine: ${error.message}`);
  }
}

/** CUDA where a card answers, unless told otherwise. */
export async function chooseVariant(gpu?: boolean): Promise<Variant> {
  return (gpu ?? await hasNvidia()) ? "gpu" : "cpu";
}

async function portable(name: "wasm" | "cpu", why: string): Promise<Engine> {
  tf.enableProdMode(); // else tfjs advertises tfjs-node on standard error
  if (name === "wasm") await import("npm:@tensorflow/tfjs-backend-wasm@4.22.0");
  if (!await tf.setBackend(name)) {
    throw new RangeError(`Cannot start the engine ${name}: its backend did not initialise`);
  }
  await tf.ready();
  return { name, device: "cpu", line: `engine: ${name} (${why})` };
}

/** Where native builds lie. */
export function nativeHome(): string {
  const chosen = Deno.env.get("FASTSLOW_NATIVE");
  if (chosen) return chosen;
  const here = new URL("../../", import.meta.url);
  return join(here.protocol === "file:" ? fileURLToPath(here) : Deno.cwd(), ".native");
}

function sayOnStderr(line: string) {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
