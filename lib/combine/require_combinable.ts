/** What stands in the way of a combination, said in one line. */
import type { Adapter, LoraConfig } from "../adapter/mod.ts";
import type { CombineMode } from "./mode.ts";

/** Names of the adapters, and the mode that asks. */
export interface Asked {
  readonly mode: CombineMode;
  readonly names: readonly string[];
}

/**
 * Throws unless there is a finite weight for every adapter, not all of them 0, and all adapters change the same maps of the
 * same base by the same targets and patterns, with equal ranks where the mode needs them.
 *
 * @throws {RangeError} Naming both adapters.
 */
export function requireCombinable(
  adapters: readonly Adapter[],
  weights: readonly number[],
  { mode, names }: Asked,
): void {
  requireWeights(adapters.length, weights);
  if (names.length !== adapters.length) {
    throw new RangeError(
      `Cannot combine ${adapters.length} adapters as each must have a name: current count is ${names.length}`,
    );
  }
  const [first, ...others] = adapters as [Adapter, ...Adapter[]];
  others.forEach((other, i) => {
    const objection = difference(first, other, mode);
    if (objection === undefined) return;
    throw new RangeError(`Cannot combine ${names[0]} and ${names[i + 1]} as ${objection}`);
  });
}

function requireWeights(count: number, weights: readonly number[]): void {
  const wrong = (why: string) => new RangeError(`Cannot combine ${count} adapters as ${why}`);
  if (count === 0) throw wrong("there must be at least one");
  if (weights.length !== count) {
    throw wrong(`each must have a weight: current count is ${weights.length}`);
  }
  const bad = weights.find((weight) => !Number.isFinite(weight));
  if (bad !== undefined) throw wrong(`weights must be finite: current value is ${bad}`);
  if (weights.every((weight) => weight === 0)) {
    throw wrong(`a weight must not be 0: current values are ${weights.join(", ")}`);
  }
}

/** Settings that adapters must share, in words. */
const SHARED: Readonly<Record<string, (config: LoraConfig) => string>> = {
  "targets": ({ targets }) =>
    typeof targets === "string" ? targets : [...targets].sort().join(", "),
  "rank patterns": ({ rankPattern = {} }) => JSON.stringify(rankPattern),
  "alpha patterns": ({ alphaPattern = {} }) => JSON.stringify(alphaPattern),
};

/** Why two adapters do not go together, or undefined. */
function difference(a: Adapter, b: Adapter, mode: CombineMode): string | undefined {
  for (const [what, inWords] of Object.entries(SHARED)) {
    const [first, second] = [inWords(a.config), inWords(b.config)];
    if (first !== second) {
      return `their ${what} must be the same: current values are ${first} and ${second}`;
    }
  }
  const stray = strayName(a, b) ?? strayName(b, a);
  if (stray !== undefined) return `only one of them has "${stray}": they adapt different bases`;
  for (const [name, { shape }] of Object.entries(a.weights)) {
    const other = b.weights[name]!.shape;
    const side = name.endsWith("lora_A") ? 1 : 0;
    if (shape[side] !== other[side]) {
      return `"${name}" has shapes [${shape}] and [${other}]: they adapt different bases`;
    }
  }
  if (mode.equalRanks && a.config.rank !== b.config.rank) {
    return `${mode.name} needs equal ranks: current values are ${a.config.rank} and ${b.config.rank}`;
  }
  return undefined;
}

/** A tensor that `a` has and `b` lacks. */
function strayName(a: Adapter, b: Adapter): string | undefined {
  return Object.keys(a.weights).find((name) => !Object.hasOwn(b.weights, name));
}
