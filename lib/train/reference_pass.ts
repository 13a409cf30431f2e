/** One pass of the reference over a batch, and what is kept of it. */
import { type EncodedPair, type PairBatch, type Tensors, tf } from "../base/mod.ts";
import type { Step } from "../engine/mod.ts";
import { completionLogps, completionLogpsAndEntropies } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import { DivergenceError } from "./divergence_error.ts";
import { entropyName } from "./reference_identity.ts";

/** Compiled as steps are: an engine then rounds as it does for them, and a policy that has not moved ties with the base. */
export function scoreUnder(model: Model, entropies: boolean): Step {
  if (entropies) return (_state, batch) => [{}, { ...completionLogpsAndEntropies(model, batch) }];
  return (_state, batch) => [{}, { logps: completionLogps(model, batch, { gradient: false }) }];
}

/** Whose values a pass computed. */
export interface PassTexts {
  /** The batch that was laid out. */
  readonly host: PairBatch;
  /** Names of its answers, in order. */
  readonly names: readonly string[];
  /** Names of those whose values are wanted. */
  readonly wanted: readonly string[];
}

/**
 * Reads what a pass gave, by name, and disposes it.
 *
 * @throws {DivergenceError} If a log-probability is not finite.
 */
export async function valuesOf(
  found: Tensors,
  texts: PassTexts,
): Promise<ReadonlyMap<string, Float32Array>> {
  const { logps, entropies } = await numbersOf(found);
  const values = byName(logps!, texts);
  requireFinite(values);
  return entropies ? new Map([...values, ...byName(entropies, texts, entropyName)]) : values;
}

async function numbersOf(found: Tensors): Promise<Readonly<Record<string, Float32Array>>> {
  const entries = Object.entries(found).map(async ([name, tensor]) =>
    [name, await tensor.data<"float32">()] as const
  );
  const numbers = Object.fromEntries(await Promise.all(entries));
  tf.dispose(found);
  return numbers;
}

/** Values of the wanted texts, cut from those of all completion tokens; those of a text stand together. */
function byName(
  numbers: Float32Array,
  { host: { answerTexts, owners, completions }, names, wanted }: PassTexts,
  keptAs = (text: string) => text,
): Map<string, Float32Array> {
  const places = new Map(names.map((name, answer) => [name, answer]));
  return new Map(wanted.map((name) => {
    const answer = places.get(name)!;
    const start = owners.indexOf(answerTexts[answer]!);
    return [keptAs(name), numbers.slice(start, start + completions[answer]!)];
  }));
}

/** One answer of a batch as supervised data, by its place among the batch's answers. */
export function alone(pairs: readonly EncodedPair[], place: number): EncodedPair {
  const { prompt, chosen, rejected, row } = pairs[place % pairs.length]!;
  const answer = Math.floor(place / pairs.length);
  return { prompt, row, chosen: [chosen, ...rejected][answer]!, rejected: [] };
}

function requireFinite(found: ReadonlyMap<string, Float32Array>) {
  for (const value of [...found.values()].flatMap((values) => [...values])) {
    if (Number.isFinite(value)) continue;
    throw new DivergenceError(
      `Cannot train as the reference gives a token a log-probability of ${value}: its weights are broken`,
    );
  }
}
