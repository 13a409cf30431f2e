/** Methods that train a module for each domain and combine them. */
import type { Adapter } from "../../adapter/mod.ts";
import { combine, type CombineMode, type Region, simplex } from "../../combine/mod.ts";
import { servedAlone } from "./sequential.ts";
import type { Continual, ContinualOptions, ModuleBank, ModuleRecipe } from "./types.ts";

/** Gives each of the first `count` modules a weight. */
export type Weighing = (
  bank: ModuleBank,
  recipe: ModuleRecipe,
  count: number,
) => Promise<readonly number[]>;

/** How modules are combined. */
export interface CombinedOptions {
  /** Whose modules: `ofs-dpo`, the fast ones, or another in-domain method's. @default {"ofs-dpo"} */
  readonly of?: string;
  /** How they are summed. @default {exactly} */
  readonly mode?: CombineMode;
  /** Where λ comes from. @default {leastLoss(simplex())} */
  readonly weigh?: Weighing;
}

/** The weights in a region that lose least on the memories. */
export function leastLoss(region: Region): Weighing {
  return async (bank, recipe, count) => (await bank.weights(recipe, count, region)).weights;
}

/** Every module the same. */
export const evenly: Weighing = (_bank, _recipe, count) =>
  Promise.resolve(Array<number>(count).fill(1 / count));

/** After each domain, the modules of all domains so far are combined anew. */
export function combined(
  { modules, settings }: ContinualOptions,
  { of = "ofs-dpo", mode, weigh = leastLoss(simplex()) }: CombinedOptions = {},
): Continual {
  const recipe = { method: of, settings };
  const adapters: Adapter[] = [];
  const names: string[] = [];
  return {
    async learn({ name }) {
      adapters.push(await modules.of(recipe, adapters.length));
      names.push(name);
      const weights = await weigh(modules, recipe, adapters.length);
      const adapter = await combine(adapters, weights, { ...(mode && { mode }), names });
      return servedAlone(adapter, weightNotes(names, weights));
    },
    dispose() {},
  };
}

/** Weights as numbers worth reporting. */
export function weightNotes(
  names: readonly string[],
  weights: readonly number[],
): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [`weight/${name}`, weights[i]!]));
}
