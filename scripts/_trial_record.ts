/** Trials on disk, so that tuning goes on where it was interrupted. */
import { fileExists, readJson } from "../lib/data/mod.ts";
import { chosenSettings } from "../lib/experiments/mod.ts";
import { hashJson, writeJson } from "../lib/train/mod.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";

/** What a record needs of a trial. */
type AnyTrial = Parameters<typeof chosenSettings>[0][number];

/** A record that grows. */
export interface TrialRecord<T extends AnyTrial> {
  /** Trials that were there already. */
  readonly kept: readonly T[];
  /** Keeps a new trial and shows how far the whole is. */
  readonly onTrial: (trial: T, done: number, total: number) => Promise<void>;
  /** Writes the whole, with the settings that it chooses. */
  finish(trials: readonly T[]): Promise<void>;
}

/**
 * Opens a record.
 *
 * @param about What stands at its head.
 * @param identity What the trials are of.
 * @throws {RangeError} If the file holds trials of something else.
 */
export async function trialRecord<T extends AnyTrial>(
  file: string,
  { about, identity }: Readonly<Record<"about" | "identity", Readonly<Record<string, unknown>>>>,
): Promise<TrialRecord<T>> {
  const kept = await trialsIn<T>(file, identity);
  const write = (trials: readonly T[], chosen: Readonly<Record<string, unknown>>) =>
    writeJson(file, { ...about, chosen, identity, trials });
  let bar: ReturnType<typeof progress> | undefined;
  return {
    kept: [...kept],
    async onTrial(trial, done, total) {
      kept.push(trial);
      // Settings are chosen when all trials are there: half a record must not pass for one.
      await write(kept, {});
      bar ??= progress({ label: "tune", total, from: done - 1, unit: "trials" });
      const scores = trial.scores.map((score) => score?.toFixed(3) ?? "diverged").join(", ");
      bar.update(done, { note: `${trial.method} at ${trial.settings.lr}: ${scores}` });
    },
    async finish(trials) {
      bar?.done();
      await write(trials, chosenSettings(trials));
      say(`tune: ${trials.length} trials in ${file}`);
    },
  };
}

async function trialsIn<T>(
  file: string,
  identity: Readonly<Record<string, unknown>>,
): Promise<T[]> {
  if (!await fileExists(file)) return [];
  const before = await readJson(file) as { identity: unknown; trials: T[] };
  if (before.trials.length === 0 || hashJson(before.identity) === hashJson(identity)) {
    return before.trials;
  }
  throw new RangeError(
    `Cannot go on with ${file} as its trials are of another stream: remove it, or choose another --out`,
  );
}
