/** The folder that a run leaves behind. */
import { join } from "node:path";
import type { Row } from "../base/mod.ts";
import { fileExists, readJson, readText } from "../data/mod.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { firstDifference } from "./first_difference.ts";
import type { RunOptions } from "./options.ts";
import type { RunIdentity } from "./run_identity.ts";
import { makeFolder, writeFile, writeJson } from "./write_file.ts";

/** A run's folder, open for its metrics. */
export interface RunFolder {
  /** Path of the folder. */
  readonly path: string;
  /** Folder of the checkpoints. */
  readonly checkpoints: string;
  /** Appends a line to `metrics.jsonl`. */
  append(row: Row): Promise<void>;
  /** Closes `metrics.jsonl`. */
  close(): void;
}

/** What `run.json` says a run is made of. */
export interface RunRecord {
  /** Its options, as whoever started it has them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What else makes it the same run. */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** Hash of the identity. */
  readonly fingerprint: string;
}

/** Refuses a folder that holds steps of a run already, so that nothing is overwritten by accident. */
export async function requireFresh(path: string): Promise<void> {
  const metrics = join(path, "metrics.jsonl");
  if (!await fileExists(metrics) || await readText(metrics) === "") return;
  throw new RangeError(
    `Cannot start a run in ${path} as it holds one already: continue it with --resume, or choose another --out`,
  );
}

/**
 * Refuses to resume what is not there, or what is another run. A run that ended before its first checkpoint begins anew.
 *
 * @param now What the run is made of, as `run.json` has it.
 * @throws {RangeError} With the first of the settings that differ.
 */
export async function requireSameRun(path: string, now: RunRecord): Promise<void> {
  const settings = join(path, "run.json");
  if (!await fileExists(settings)) {
    throw new RangeError(`Cannot resume as ${path} holds no run: start it without --resume`);
  }
  const before = await readJson(settings) as Partial<RunRecord>;
  if (before.fingerprint === now.fingerprint) return;
  const difference = firstDifference(before.settings, now.settings) ??
    firstDifference(before.identity, now.identity);
  throw new RangeError(
    `Cannot resume the run in ${path} as it has other settings, model or data${
      difference === undefined ? "" : ` (${difference})`
    }: repeat them, or choose another --out`,
  );
}

/** The error for a run that has gone further than it is asked to go. */
export function pastTheEnd(path: string, done: number, steps: number): RangeError {
  return new RangeError(
    `Cannot resume the run in ${path} as it has ${done} steps already, more than the ${steps} asked for: give more steps`,
  );
}

/**
 * Opens the folder of a run, if it has one.
 *
 * @param steps Steps after which the run ends, where that is known.
 */
export async function openRun(
  { out, settings = {}, record = {} }: RunOptions,
  { identity, fingerprint, start }: RunIdentity & { readonly start: Checkpoint },
  steps?: number,
): Promise<RunFolder | undefined> {
  if (out === undefined) return undefined;
  const given = steps === undefined ? record : { ...record, steps };
  return await openRunFolder(out, { ...given, settings, identity, fingerprint }, start.step);
}

/**
 * Opens a run's folder and writes `run.json`.
 *
 * @param done Steps that a resumed run has done: lines of `metrics.jsonl` beyond them are taken back.
 */
export async function openRunFolder(
  path: string,
  settings: Record<string, unknown>,
  done: number,
): Promise<RunFolder> {
  await makeFolder(path);
  await writeJson(join(path, "run.json"), settings);
  const metrics = join(path, "metrics.jsonl");
  await writeFile(metrics, done === 0 ? "" : await firstLines(metrics, done));
  const file = await Deno.open(metrics, { append: true });
  return {
    path,
    checkpoints: join(path, "checkpoints"),
    append: async (row) => {
      await file.write(new TextEncoder().encode(`${JSON.stringify(row)}\n`));
    },
    close: () => file.close(),
  };
}

async function firstLines(path: string, count: number): Promise<string> {
  const lines = (await readText(path)).split("\n").slice(0, count);
  if (lines.length < count || lines.at(-1) === "") {
    throw new RangeError(
      `Cannot resume as ${path} has fewer than the ${count} lines of the checkpoint`,
    );
  }
  return `${lines.join("\n")}\n`;
}
