/** Preference pairs in tokens, as `dump.py` wrote them. */
import { disposeTree, type EncodedPair, type PairLogps } from "../../lib/base/mod.ts";
import { batchTensors, pairLogps, type PairLogpsOptions } from "../../lib/logprobs/mod.ts";
import type { Model } from "../../lib/model/mod.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";

/** One pair of a fixture. */
export interface FixturePair {
  /** Token ids of the prompt. */
  readonly prompt: number[];
  /** Token ids of the chosen answer. */
  readonly chosen: number[];
  /** Token ids of the rejected answer. */
  readonly rejected: number[];
}

/** Pairs as the room `tokens` gives them. */
export function encoded(pairs: readonly FixturePair[]): EncodedPair[] {
  return pairs.map(({ prompt, chosen, rejected }, row) => ({
    prompt: Int32Array.from(prompt),
    chosen: Int32Array.from(chosen),
    rejected: [Int32Array.from(rejected)],
    row,
  }));
}

/** Padding and what `pairLogps()` takes. */
export interface ScoreOptions extends PairLogpsOptions {
  /** Padded length of a row, in tokens. */
  readonly time?: number;
  /** Id that fills rows up. */
  readonly padId?: number;
}

/** Sums of the answers under each module, `[modules][2 × pairs]`, as numbers. */
export async function sumsOf(
  model: Model,
  pairs: readonly FixturePair[],
  { time, padId = 0, ...options }: ScoreOptions = {},
): Promise<number[][]> {
  const batch = batchTensors(
    batchPairs(encoded(pairs), { padId, ...(time !== undefined && { time }) }),
  );
  const sums = await Promise.all(pairLogps(model, batch, options).map(sumsOfModule));
  disposeTree(batch);
  return sums;
}

async function sumsOfModule({ ...vectors }: PairLogps): Promise<number[]> {
  const sums = [...await vectors.chosen.data(), ...await vectors.rejected.data()];
  disposeTree(vectors);
  return sums;
}
