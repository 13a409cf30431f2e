/** What makes a run the same run. */
import type { LoraConfig } from "../adapter/mod.ts";
import { hashJson, hashModel } from "./fingerprint.ts";
import type { RunOptions } from "./options.ts";

/** What a run is made of. */
export interface RunIdentity {
  /** By name, as `run.json` has it. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Hash of it. */
  readonly fingerprint: string;
}

/**
 * What a run is made of: all that runs have in common, and what is its own.
 *
 * @param lora Shape of its modules.
 * @param own Where its pairs come from, as plain JSON.
 */
export async function identityOf(
  { model, objective, seed = 0, settings = {}, start, out, precision = "float32" }: RunOptions,
  lora: LoraConfig,
  own: Readonly<Record<string, unknown>>,
): Promise<RunIdentity> {
  // Hashing reads every weight; without a folder there is nothing to resume.
  const hashed = (weights: typeof model.weights) =>
    out === undefined ? null : hashModel({ ...model, weights });
  const identity = {
    settings: hashJson(settings),
    precision,
    method: objective.name,
    lora,
    seed,
    model: await hashed(model.weights),
    start: start ? await hashed(start.weights) : null,
    ...own,
  };
  return { identity, fingerprint: hashJson(identity) };
}
