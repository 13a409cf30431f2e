import { type Objective, type PreferenceLoss, tf } from "../base/mod.ts";
import { lossSlope } from "./loss_slope.ts";
import { needsOf } from "./needs.ts";
import { rewardMetrics } from "./rewards.ts";

/**
 * Minimises the mean of a preference loss with one module; needs what the loss needs.
 *
 * @param name Name of the method, as on the command line.
 */
export function preferenceObjective(name: string, loss: PreferenceLoss): Objective {
  return {
    name,
    modules: ["policy"],
    answers: 2,
    ...needsOf(loss),
    meanOver: "pairs",
    init: () => ({}),
    loss: ([policy], reference, _state, facts) => tf.mean(loss(policy!, reference, facts)),
    observe: ([policy], reference, _state, facts) => ({
      metrics: {
        ...rewardMetrics(loss.rewards(policy!, reference), policy!),
        "loss/slope": lossSlope(loss, policy!, reference, facts),
      },
      state: {},
      speeds: [tf.scalar(1)],
    }),
    played: () => tf.scalar(0),
  };
}
