import type { Learner, RoundRate } from "./learner.ts";
import { plusTimes } from "./vectors.ts";

/**
 * A learner that plays the average of another one's points, while that one goes on from its own.
 *
 * @param learner Whose points are averaged.
 * @param weight Weight of the newest point, in (0, 1], by how many points there are: {@linkcode polyakWeight} or
 * {@linkcode emaWeight}.
 *
 * @example
 * ```ts
 * import { atRate, averaged, descent, logLinear, polyakWeight } from "@fastslow/fastslow/regret";
 * import { deepEqual } from "node:assert/strict";
 *
 * const sgd = descent(logLinear(1, { beta: 2 }), { step: atRate(() => 1) });
 * const learner = averaged(sgd, polyakWeight);
 * learner.update([1]); // from 0 to 1
 * deepEqual([...sgd.play(), ...learner.play()], [1, 0.5]);
 * ```
 */
export function averaged(learner: Learner, weight: RoundRate): Learner {
  let mean = learner.play();
  let points = 1;
  return {
    play: () => mean,
    update(differences) {
      learner.update(differences);
      const newest = learner.play();
      mean = plusTimes(mean, weight(++points), plusTimes(newest, -1, mean));
    },
  };
}

/** Every point counts the same (Polyak and Juditsky, 1992). */
export function polyakWeight(points: number): number {
  return 1 / points;
}

/**
 * Exponential moving average: the mean keeps `decay` of itself.
 *
 * @throws {RangeError} If `decay` is not in [0, 1).
 */
export function emaWeight(decay: number): RoundRate {
  if (!(decay >= 0 && decay < 1)) {
    throw new RangeError(`Cannot average as decay must be in [0, 1): current value is ${decay}`);
  }
  return () => 1 - decay;
}
