/** The search for the weights of a combination. */
import { byGradient } from "./by_gradient.ts";
import type { WeightLoss } from "./weight_loss.ts";
import { type Region, simplex } from "./regions.ts";

/** Where a search looked, and what it found there. */
export interface Visit {
  /** λ, one number a module. */
  readonly weights: readonly number[];
  /** The loss there, in nats. */
  readonly loss: number;
}

/** What a search gives. */
export interface FoundWeights extends Visit {
  /** Every point that was looked at, in order: the landscape, as far as it was seen. */
  readonly visits: readonly Visit[];
}

/** A way of searching. */
export type WeightSearch = (loss: WeightLoss, region: Region) => Promise<FoundWeights>;

/** Options for {@linkcode searchWeights}. */
export interface SearchWeightsOptions {
  /** How it is searched. @default {byGradient()} */
  readonly by?: WeightSearch;
  /** Where weights may lie. @default {simplex()} */
  readonly region?: Region;
}

/**
 * Finds the weights of modules under which a loss is least, such as {@linkcode memoryLoss}.
 *
 * @param loss A function of the weights.
 * @returns The best weights seen.
 * @throws {RangeError} If the loss is not finite at any point that was seen.
 *
 * @example
 * ```ts
 * import { searchWeights } from "@fastslow/fastslow/combine";
 * import { ok } from "node:assert/strict";
 *
 * const bowl = {
 *   count: 2,
 *   at: ([a]: readonly number[]) => Promise.resolve((a! - 0.3) ** 2),
 *   slope: ([a]: readonly number[]) =>
 *     Promise.resolve({ value: (a! - 0.3) ** 2, gradient: [2 * (a! - 0.3), 0] }),
 * };
 * const { weights } = await searchWeights(bowl);
 * ok(Math.abs(weights[0]! - 0.3) < 1e-3 && Math.abs(weights[1]! - 0.7) < 1e-3);
 * ```
 */
export async function searchWeights(
  loss: WeightLoss,
  { by = byGradient(), region = simplex() }: SearchWeightsOptions = {},
): Promise<FoundWeights> {
  const found = await by(loss, region);
  if (Number.isFinite(found.loss)) return found;
  throw new RangeError(
    `Cannot find weights as the loss must be finite: current value is ${found.loss} at [${
      found.weights.join(", ")
    }]`,
  );
}

/** The best of some visits; a number that is not finite is never best. */
export function bestOf(visits: readonly Visit[]): FoundWeights {
  const best = visits.reduce((best, visit) => rank(visit.loss) < rank(best.loss) ? visit : best);
  return { ...best, visits };
}

/** What a search goes by: whatever is not finite comes last. */
export function rank(loss: number): number {
  return Number.isFinite(loss) ? loss : Infinity;
}
