import { type Objective, type PreferenceLoss, tf } from "../base/mod.ts";
import { lossSlope } from "./loss_slope.ts";
import { needsOf } from "./needs.ts";
import { rewardMetrics } from "./rewards.ts";

/**
 * Minimises the mean of a preference loss with one module; needs what the loss needs.
 *
 * @param name Name of the method, as in metrics and `run.json`.
 *
 * @example
 * ```ts
 * import { dpo } from "@fastslow/fastslow";
 * import { preferenceObjective } from "@fastslow/fastslow/losses";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { modules, needsReference } = preferenceObjective("dpo", dpo({ beta: 0.1 }));
 * deepEqual([modules, needsReference], [["policy"], true]);
 * ```
 */
export function preferenceObjective(name: string, loss: PreferenceLoss): Objective {
  requireLoss(name, loss);
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

/** Types do not hold in JavaScript, where the name is easily left out. */
function requireLoss(name: string, loss: PreferenceLoss) {
  if (typeof name === "string" && typeof loss === "function") return;
  throw new TypeError(
    `Cannot make an objective of ${typeof name} and ${typeof loss}: give a name and a loss, as in preferenceObjective("dpo", dpo())`,
  );
}
