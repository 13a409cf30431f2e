/** Processes that are measured: ours, and a peer's. */
import { fileURLToPath } from "node:url";
import { UsageError } from "../_usage_error.ts";
import type { Environment } from "./peer_threads.ts";

/** A process that was measured failed; its message is one line. */
export class MeasurementFailed extends Error {
  /** Its name in stacks. */
  override readonly name = "MeasurementFailed";
  /** What the bench exits with. */
  readonly exitCode: number;
  /** @param exitCode What the bench exits with. */
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));
const PEERS = new URL("../peers/", import.meta.url);
/** Scripts of the peers, and the packages that they need in pip's words. */
export const PEERS_NEED: Readonly<Record<string, readonly string[]>> = {
  "trl_dpo.py": ["torch", "transformers", "trl==1.16.*", "peft", "datasets", "accelerate"],
  "generate.py": ["torch", "transformers"],
};

/** Runs one of our own workers, with this process's permissions. */
export async function runWorker<T>(request: object, onLine?: (line: string) => void): Promise<T> {
  // deno-fmt-ignore
  const args = [
    "run", "-q", "--no-check", "--allow-read", "--allow-write", "--allow-env", "--allow-sys", "--allow-ffi", "--allow-run",
    WORKER, JSON.stringify(request),
  ];
  return await run<T>(Deno.execPath(), args, { who: "fastslow", ...(onLine && { onLine }) });
}

/** Runs a script of a peer under the given Python. */
export async function runPeer<T>(
  python: string,
  script: string,
  request: object,
  environment: Environment = {},
): Promise<T> {
  const args = [fileURLToPath(new URL(script, PEERS)), JSON.stringify(request)];
  return await run<T>(python, args, { who: "the peer", environment });
}

/**
 * Asks whether a Python has what a script needs.
 *
 * @returns Versions by name.
 * @throws {UsageError} If it cannot be run or lacks a package.
 */
export async function checkPeer(python: string, script: string): Promise<Record<string, string>> {
  const told = await runPeer<{ missing: string[]; versions: Record<string, string> }>(
    python,
    script,
    { check: true },
  );
  if (told.missing.length === 0) return told.versions;
  throw new UsageError(
    `Cannot run the peer as ${python} lacks ${told.missing.join(", ")}: ${python} -m pip install ${
      PEERS_NEED[script]!.map((name) => name.includes("*") ? `'${name}'` : name).join(" ")
    }`,
  );
}

interface How {
  readonly who: string;
  readonly environment?: Environment;
  /** Told each line of standard error. */
  readonly onLine?: (line: string) => void;
}

/** The last line that a process wrote, as JSON. */
async function run<T>(program: string, args: readonly string[], how: How): Promise<T> {
  const { who } = how;
  const { code, signal, stdout, stderr } = await output(program, args, how);
  if (code === 0) {
    const last = stdout.trim().split("\n").at(-1)!;
    try {
      return JSON.parse(last);
    } catch {
      throw new MeasurementFailed(`Cannot read what ${who} wrote as it is no JSON: "${last}"`);
    }
  }
  const why = signal === null
    ? reasonIn(stderr) || `exit code ${code}`
    : `ended by ${signal}, perhaps for lack of memory`;
  throw new MeasurementFailed(
    who === "fastslow" ? why : `${who} failed: ${why}`,
    code === 2 ? 2 : 1,
  );
}

/** The line that says why a process failed: ours begin it so, Python ends with it. */
function reasonIn(stderr: string): string {
  const lines = stderr.trim().split("\n");
  return (lines.find((line) => line.startsWith("error: ")) ?? lines.at(-1)!).replace(
    /^error: /,
    "",
  );
}

async function output(program: string, args: readonly string[], how: How) {
  const { onLine = () => {}, environment = {} } = how;
  const child = start(program, args, environment);
  const [{ code, signal }, stdout, stderr] = await Promise.all([
    child.status,
    new Response(child.stdout).text(),
    linesOf(child.stderr, onLine),
  ]);
  return { code, signal, stdout, stderr };
}

/** The process that runs now, if any. */
let running: Deno.ChildProcess | undefined;

/** Ends the process that runs now, as nobody waits for it any more. */
export function stopRunning(): void {
  try {
    running?.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function start(program: string, args: readonly string[], environment: Environment) {
  try {
    return running = new Deno.Command(program, {
      args: [...args],
      env: { NO_COLOR: "1", ...environment },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied)) {
      throw error;
    }
    throw new UsageError(`Cannot run ${program} as it is no program: give --peer a Python`);
  }
}

/** All that a stream holds; its lines are told as they come, up to the one that says why a script failed. */
async function linesOf(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void) {
  let [all, told] = ["", 0];
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    all += text;
    const lines = all.split("\n").slice(0, -1);
    const end = lines.findIndex((line) => line.startsWith("error: "));
    const until = end < 0 ? lines.length : end;
    lines.slice(told, until).forEach(onLine);
    told = Math.max(told, until);
  }
  return all;
}
