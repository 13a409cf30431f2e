/** A tiny model in Hugging Face format with a file of preferences, in a temporary folder. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { key } from "../../lib/base/mod.ts";
import { initModel, parseConfig } from "../../lib/model/mod.ts";
import { trainBpe } from "../../lib/tokens/mod.ts";
import { saveModel, writeFile, writeJson } from "../../lib/train/mod.ts";
import { engine } from "../_support.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What a script left: its exit code and what it wrote. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a model, data, and scripts to run on them. */
export interface World extends AsyncDisposable {
  /** Path of the folder. */
  readonly root: string;
  /** Path of the model. */
  readonly model: string;
  /** Path of the preferences. */
  readonly data: string;
  /** Runs a script with the permissions of its task, on the engine of the tests. */
  run(script: string, ...args: readonly string[]): Promise<Ran>;
  /** Starts a script without waiting for it. */
  start(script: string, ...args: readonly string[]): Deno.ChildProcess;
}

/** Variables under which nothing is asked of the hub, and nothing of this machine's cache is found. */
const OFFLINE = { HF_HUB_OFFLINE: "1", HF_HUB_CACHE: "/nowhere", HF_TOKEN: "" };

/** Makes a world of its own for a test, whose scripts see `env` beside the variables of this process. */
export async function makeWorld(env: Readonly<Record<string, string>> = {}): Promise<World> {
  const root = await Deno.makeTempDir();
  const model = join(root, "model");
  const data = join(root, "pairs.jsonl");
  const rows = Array.from({ length: 12 }, (_, i) => ({
    prompt: `Question ${i}: what is ${i} plus one?`,
    chosen: ` It is ${i + 1}.`,
    rejected: ` No idea, perhaps ${i}.`,
  }));
  await writeFile(data, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const tokenizer = trainBpe(rows.map((row) => row.prompt + row.chosen + row.rejected), {
    vocabSize: 300,
  });
  const config = parseConfig({
    model_type: "gpt2",
    n_layer: 1,
    n_embd: 16,
    n_head: 2,
    n_positions: 48,
    vocab_size: 300,
  });
  await saveModel(model, initModel(config, key(0)));
  await writeJson(join(model, "tokenizer.json"), tokenizer);
  return {
    root,
    model,
    data,
    run: async (script, ...args) => {
      const { code, stdout, stderr } = await command(script, args, env).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { code, stdout: text(stdout), stderr: text(stderr) };
    },
    start: (script, ...args) => command(script, args, env).spawn(),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

/** The process of a script, with the permissions of its task, on the engine of the tests. */
export function command(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin: "null" | "piped" = "null",
): Deno.Command {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const task: string = tasks[script].command;
  return new Deno.Command(Deno.execPath(), {
    args: [...task.split(" ").slice(1), "--engine", engine.name, ...args],
    cwd: ROOT,
    env: { ...OFFLINE, ...env },
    stdin,
    stdout: "piped",
    stderr: "piped",
  });
}
