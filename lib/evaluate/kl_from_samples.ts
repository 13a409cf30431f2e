import { mean, requireNumbers, requirePaired, standardError } from "./numbers.ts";

/** One sample's estimate of KL(π ‖ ref), in nats, from its log ratio log π(y) − log ref(y) for y drawn from π. */
export type KlEstimator = (logRatio: number) => number;

/** Options for {@linkcode klFromSamples}. */
export interface KlOptions {
  /** Estimate of a single sample: {@linkcode k1} or {@linkcode k3}. @default {k1} */
  readonly estimator?: KlEstimator;
}

/** An estimate of a divergence. */
export interface Divergence {
  /** KL(π ‖ ref), in nats a sequence where the log-probabilities are sums over sequences. */
  readonly kl: number;
  /** Its standard error, in nats; Infinity from a single sample. */
  readonly standardError: number;
  /** Samples. */
  readonly n: number;
}

/** The plain estimator log π − log ref: unbiased, of either sign ({@link http://joschu.net/blog/kl-approx.html | Schulman}). */
export function k1(logRatio: number): number {
  return logRatio;
}

/**
 * The estimator (ρ − 1) − log ρ with ρ = ref/π ({@link http://joschu.net/blog/kl-approx.html | Schulman}): unbiased,
 * never negative, and of lower variance where π is near the reference. Far from it, as whole sequences are, a few
 * samples with a large ρ carry the mean and the standard error misleads: keep {@linkcode k1} there.
 */
export function k3(logRatio: number): number {
  return Math.expm1(-logRatio) + logRatio;
}

/**
 * Monte-Carlo estimate of KL(π ‖ ref) from samples of π, with its standard error.
 *
 * @param logPolicy log π(y) of each sampled sequence, in nats, `[samples]`; at the temperature it was drawn with.
 * @param logReference log ref(y) of the same sequences, in nats, `[samples]`.
 * @param options Estimator of a single sample.
 * @throws {RangeError} If the lists are empty or of different lengths, or a number or an estimate is not finite.
 *
 * @example
 * ```ts
 * import { klFromSamples } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(klFromSamples([-4, -6], [-5, -9]), { kl: 2, standardError: 1, n: 2 });
 * ```
 */
export function klFromSamples(
  logPolicy: ArrayLike<number>,
  logReference: ArrayLike<number>,
  { estimator = k1 }: KlOptions = {},
): Divergence {
  requirePaired("estimate a KL", ["logPolicy", "logReference"], [logPolicy, logReference]);
  const estimates = Array.from(logPolicy, (x, i) => estimator(x - logReference[i]!));
  requireNumbers("estimate a KL", "estimates", estimates);
  return { kl: mean(estimates), standardError: standardError(estimates), n: estimates.length };
}
