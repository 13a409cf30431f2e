import { bestOf, type WeightSearch } from "./search_weights.ts";

/** Options for {@linkcode byGrid}. */
export interface ByGridOptions {
  /** Points on each axis. @default {21} */
  readonly points?: number;
}

/**
 * Looks at a grid: sure, and dear for more than three modules.
 *
 * @throws {RangeError} If there are fewer than two points.
 */
export function byGrid({ points = 21 }: ByGridOptions = {}): WeightSearch {
  if (!(Number.isInteger(points) && points >= 2)) {
    throw new RangeError(
      `Cannot search a grid as points must be a whole number ≥ 2: current value is ${points}`,
    );
  }
  return async (loss, region) => {
    const visits = [];
    for (const weights of region.grid(loss.count, points)) {
      visits.push({ weights, loss: await loss.at(weights) });
    }
    return bestOf(visits);
  };
}
