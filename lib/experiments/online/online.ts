/** The online experiment: pairs that the policy writes itself against pairs that the reference wrote once. */
import { noFinishedRuns, openFinishedRuns } from "../../train/mod.ts";
import type { Evaluation } from "../in_domain/evaluation.ts";
import type { InDomainOptions, InDomainResult } from "../in_domain/in_domain.ts";
import { onlineClaims } from "./claims.ts";
import { requireMethods } from "../in_domain/require_methods.ts";
import { MIX, onlineMethod, STALE, SYNC_EVERY } from "./methods.ts";
import { onlineSeed, type OnlineStore } from "./online_seed.ts";

/** Options for {@linkcode onlinePreferences}; methods are those of `ONLINE_METHODS`. */
export interface OnlinePreferencesOptions extends InDomainOptions {
  /** Temperature τ of the labels, as the stream's own; 0 for labels without noise. */
  readonly temperature: number;
}

/** What the experiment gives. */
export type OnlineResult = Omit<InDomainResult, "best">;

/** How often a policy is measured along its run. */
const EVALUATIONS = 3;

/**
 * Runs every method on every seed's prompts, round by round: offline ones on answers of the reference, online ones on
 * answers of the policy as it is by then, equally many, labelled by the same judge. With `out` it goes on where it was
 * interrupted.
 *
 * @throws {RangeError} If a method is unknown, untuned or named twice, or `out` holds another experiment.
 * @throws {TypeError} If a world has no judge.
 */
export async function onlinePreferences(options: OnlinePreferencesOptions): Promise<OnlineResult> {
  const { methods, seeds, evaluations = EVALUATIONS, mayBeSupported = true } = options;
  const { onProgress = () => {} } = options;
  requireMethods(options.methods, options.settings, onlineMethod);
  const store = await storeOf({ ...options, evaluations });
  const rows: OnlineResult["rows"][number][] = [];
  const last: Record<string, Record<number, Evaluation>> = { reference: {} };
  const [seconds, diverged]: [Record<string, number>, Record<string, number[]>] = [{}, {}];
  const perSeed = methods.length * options.rounds;
  for (const [index, seed] of seeds.entries()) {
    const tell = (done: number, note: string) =>
      onProgress(index * perSeed + done, seeds.length * perSeed, `seed ${seed}, ${note}`);
    const found = await onlineSeed({ ...options, evaluations }, store, seed, tell);
    rows.push(...found.rows);
    last.reference![seed] = found.reference;
    for (const [name, run] of Object.entries(found.runs)) {
      (last[name] ??= {})[seed] = run.last;
      seconds[name] = (seconds[name] ?? 0) + run.seconds;
    }
    for (const name of found.diverged) (diverged[name] ??= []).push(seed);
  }
  return { rows, last, diverged, seconds, claims: onlineClaims(rows, { mayBeSupported }) };
}

async function storeOf(options: OnlinePreferencesOptions): Promise<OnlineStore> {
  const { out, model, beta, rounds, lora, evaluations, settings, temperature } = options;
  if (out === undefined) return noFinishedRuns();
  const constants = { stale: STALE, syncEvery: SYNC_EVERY, mix: MIX };
  const parts = { beta, rounds, lora, evaluations, settings, temperature, constants };
  return await openFinishedRuns(
    out,
    { ...options.identity, ...parts, experiment: "online" },
    model.config,
  );
}
