/** Methods that train a module for each domain and combine them. */
import type { Adapter } from "../../adapter/mod.ts";
import { combine, type CombineMode, type Region, simplex } from "../../combine/mod.ts";
import { servedAlone } from "./sequential.ts";
import type { Continual, ContinualOptions } from "./types.ts";

/** How modules are combined. */
export interface CombinedOptions {
  /** Whose modules: `ofs-dpo`, the fast ones, or `dpo`. @default {"ofs-dpo"} */
  readonly of?: string;
  /** How they are summed. @default {exactly} */
  readonly mode?: CombineMode;
  /** Where λ is searched on the memories; `null` gives every module the same weight. @default {simplex()} */
  readonly region?: Region | null;
}

/** After each domain, the modules of all domains so far are combined anew. */
export function combined(
  { modules }: ContinualOptions,
  { of = "ofs-dpo", mode, region = simplex() }: CombinedOptions = {},
): Continual {
  const adapters: Adapter[] = [];
  const names: string[] = [];
  return {
    async learn({ name }) {
      adapters.push(await modules.of(of, adapters.length));
      names.push(name);
      const count = adapters.length;
      const weights = region === null
        ? adapters.map(() => 1 / count)
        : (await modules.weights(of, count, region)).weights;
      const adapter = await combine(adapters, weights, { ...(mode && { mode }), names });
      return servedAlone(adapter, notesOf(names, weights));
    },
    dispose() {},
  };
}

function notesOf(names: readonly string[], weights: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [`weight/${name}`, weights[i]!]));
}
