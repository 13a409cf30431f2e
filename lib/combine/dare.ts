import { fold, type Key, type Matrix } from "../base/mod.ts";
import type { Place } from "./factorwise.ts";
import { keepRandom, requireDensity } from "./prune.ts";

/** Options that DARE's modes share. */
export interface DareOptions {
  /** Share of each factor's numbers that stay on average, in (0, 1]: 1 − p of the paper. @default {0.5} */
  readonly density?: number;
  /** Seed of the masks. */
  readonly key: Key;
  /** Whether all modules lose the same numbers, so that what they have in common stays in common. @default {false} */
  readonly shared?: boolean;
}

/** Drops numbers of every module's factor at random; each map, factor and module has a stream of its own. */
export type Drop = (factors: readonly Matrix[], place: Place) => Matrix[];

/**
 * DARE's drop and rescale ({@link https://arxiv.org/abs/2311.03099 | Yu et al.}, Eq. 3 and 4).
 *
 * @throws {RangeError} If `density` is not in (0, 1].
 */
export function dropper(mode: string, { density = 0.5, key, shared = false }: DareOptions): Drop {
  requireDensity(mode, density);
  return (factors, { map, factor }) => {
    const here = fold(fold(key, map), factor);
    return factors.map((x, module) =>
      keepRandom(x, density, shared ? here : fold(here, module)) as Matrix
    );
  };
}
