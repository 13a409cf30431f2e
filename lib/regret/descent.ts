import type { Learner, MakeStep } from "./learner.ts";
import type { LogLinear } from "./log_linear.ts";
import { requireLength } from "./requirements.ts";

/** Options for {@linkcode descent}. */
export interface DescentOptions {
  /** How it moves: `atRate`, `adaGrad` or `adamStep`. */
  readonly step: MakeStep;
  /** Where it starts, `[dimension]`. @default {0, the reference} */
  readonly start?: ArrayLike<number>;
}

/**
 * DPO on a stream: one point, moved along the gradient of each round after it was played.
 *
 * @param policy The policies.
 * @throws {RangeError} If `start` has another dimension.
 *
 * @example
 * ```ts
 * import { atRate, descent, logLinear } from "@fastslow/fastslow/regret";
 * import { deepEqual } from "node:assert/strict";
 *
 * const learner = descent(logLinear(1, { beta: 2 }), { step: atRate(() => 0.5) });
 * learner.update([1]); // the gradient at 0 is −β/2
 * deepEqual([...learner.play()], [0.5]);
 * ```
 */
export function descent(policy: LogLinear, { step, start }: DescentOptions): Learner {
  const { dimension } = policy;
  if (start) requireLength("start", start, dimension);
  const move = step(dimension);
  let theta: Float64Array = Float64Array.from(start ?? new Float64Array(dimension));
  return {
    play: () => theta,
    update(differences) {
      theta = move(theta, policy.gradient(theta, differences));
    },
  };
}
