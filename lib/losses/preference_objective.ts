import { type Objective, type PreferenceLoss, tf } from "../base/mod.ts";
import { lossSlope } from "./loss_slope.ts";
import { rewardMetrics } from "./rewards.ts";

/**
 * Minimises the mean of a preference loss with one module.
 *
 * @param name Name of the method, as on the command line.
 */
export function preferenceObjective(name: string, loss: PreferenceLoss): Objective {
  return {
    name,
    modules: ["policy"],
    answers: 2,
    needsReference: true,
    meanOver: "pairs",
    coupled: loss.coupled ?? false,
    init: () => ({}),
    loss: ([policy], reference) => tf.mean(loss(policy!, reference)),
    observe: ([policy], reference) => ({
      metrics: {
        ...rewardMetrics(policy!, reference, loss.beta),
        "loss/slope": lossSlope(loss, policy!, reference),
      },
      state: {},
      speeds: [tf.scalar(1)],
    }),
    played: () => tf.scalar(0),
  };
}
