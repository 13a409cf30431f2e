import type { Learner } from "./learner.ts";
import type { LogLinear } from "./log_linear.ts";
import { dot } from "./vectors.ts";

/** What a learner paid along a stream. */
export interface Played {
  /** f_t(θ_t), before it learned from the round, in nats, `[rounds]`. */
  readonly losses: Float64Array;
  /** ‖∇f_t(θ_t)‖², `[rounds]`: what bounds are made of. */
  readonly squares: Float64Array;
  /** Σ_t ∇f_t(θ_t)² by feature, `[dimension]`. */
  readonly squaresByFeature: Float64Array;
}

/**
 * Lets a learner play a stream: in each round it plays, pays, and learns.
 *
 * @param learner Goes on from where it is.
 * @param rounds Differences of features of each round, `[pairs × dimension]`.
 *
 * @example
 * ```ts
 * import { atRate, descent, logLinear, playStream } from "@fastslow/fastslow/regret";
 * import { deepEqual } from "node:assert/strict";
 *
 * const policy = logLinear(1, { beta: 2 });
 * const { losses, squares } = playStream(policy, descent(policy, { step: atRate(() => 1) }), [[1], [1]]);
 * deepEqual(losses[0], Math.LN2);
 * deepEqual(squares[0], 1);
 * ```
 */
export function playStream(
  policy: LogLinear,
  learner: Learner,
  rounds: readonly ArrayLike<number>[],
): Played {
  const [losses, squares] = [new Float64Array(rounds.length), new Float64Array(rounds.length)];
  const squaresByFeature = new Float64Array(policy.dimension);
  rounds.forEach((differences, t) => {
    const theta = learner.play();
    const gradient = policy.gradient(theta, differences);
    losses[t] = policy.loss(theta, differences);
    squares[t] = dot(gradient, gradient);
    for (let i = 0; i < gradient.length; i++) squaresByFeature[i]! += gradient[i]! ** 2;
    learner.update(differences);
  });
  return { losses, squares, squaresByFeature };
}
