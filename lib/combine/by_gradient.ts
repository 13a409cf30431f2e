/** Search by the exact gradient, from several starts. */
import type { WeightLoss, WeightSlope } from "./weight_loss.ts";
import type { Region } from "./regions.ts";
import { bestOf, type Visit, type WeightSearch } from "./search_weights.ts";

/** Options for {@linkcode byGradient}. */
export interface ByGradientOptions {
  /** Most steps from each start. @default {50} */
  readonly steps?: number;
  /** A start is left when a step of the gradient would move no weight further. @default {1e-4} */
  readonly tolerance?: number;
  /** A start is left, too, when two steps in a row gain less than this, in nats. @default {1e-6} */
  readonly gain?: number;
}

/** Least and largest step length. */
const SPAN = [1e-6, 1e6] as const;

/**
 * The spectral projected gradient ({@link https://doi.org/10.1137/S1052623497330963 | Birgin et al., 2000}): steps of the
 * length that the last change of the gradient tells, projected onto the region and halved until the loss falls. It begins
 * at the even mixture and at every single module, and gives the best of all points seen.
 *
 * @throws {RangeError} If `steps` is not a whole number ≥ 1.
 */
export function byGradient(
  { steps = 50, tolerance = 1e-4, gain = 1e-6 }: ByGradientOptions = {},
): WeightSearch {
  if (!(Number.isInteger(steps) && steps >= 1)) {
    throw new RangeError(
      `Cannot search by gradient as steps must be a whole number ≥ 1: current value is ${steps}`,
    );
  }
  return async (loss, region) => {
    const visits: Visit[] = [];
    const seen: WeightLoss = {
      ...loss,
      async slope(weights) {
        const found = await loss.slope(weights);
        visits.push({ weights, loss: found.value });
        return found;
      },
    };
    for (const start of region.starts(loss.count)) {
      await descend(seen, region, start, { steps, tolerance, gain });
    }
    return bestOf(visits);
  };
}

async function descend(
  loss: WeightLoss,
  region: Region,
  start: readonly number[],
  { steps, tolerance, gain }: Required<ByGradientOptions>,
) {
  let [x, here, size] = [start, await loss.slope(start), 1];
  let small = 0; // steps in a row that gained little
  for (let step = 0; step < steps; step++) {
    const target = region.project(along(x, -size, here.gradient));
    const way = along(target, -1, x);
    if (largest(along(region.project(along(x, -1, here.gradient)), -1, x)) <= tolerance) return;
    const next = await walk(loss, x, here, way);
    if (!next) return;
    size = spectral(along(next.x, -1, x), along(next.slope.gradient, -1, here.gradient));
    small = here.value - next.slope.value < gain ? small + 1 : 0;
    [x, here] = [next.x, next.slope];
    if (small === 2) return;
  }
}

/** Armijo's rule along the way to a point of the region, all of which lies in it as it is convex. */
async function walk(
  loss: WeightLoss,
  x: readonly number[],
  here: WeightSlope,
  way: readonly number[],
): Promise<{ x: number[]; slope: WeightSlope } | undefined> {
  const promised = 1e-4 * dot(here.gradient, way);
  for (let share = 1; share > 1e-4; share /= 2) {
    const there = along(x, share, way);
    const slope = await loss.slope(there);
    if (slope.value <= here.value + share * promised) return { x: there, slope };
  }
  return undefined;
}

/** Barzilai and Borwein's step length. */
function spectral(moved: readonly number[], turned: readonly number[]): number {
  const curvature = dot(moved, turned);
  if (curvature <= 0) return SPAN[1];
  return Math.min(SPAN[1], Math.max(SPAN[0], dot(moved, moved) / curvature));
}

/** a + factor·b. */
function along(a: readonly number[], factor: number, b: readonly number[]): number[] {
  return a.map((value, i) => value + factor * b[i]!);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function largest(numbers: readonly number[]): number {
  return Math.max(...numbers.map(Math.abs));
}
