/** The methods of `--method`: names to functions, in one table. */
import type { Objective } from "../base/mod.ts";
import { fastSlow, ratesFollowRoles, ratesStay } from "../chase/mod.ts";
import { preferenceObjective, supervisedObjective } from "../losses/mod.ts";
import { LOSSES } from "./method_losses.ts";
import type { MethodOptions } from "./method_options.ts";

export type { MethodOptions };

/** Every name that `--method` takes: each loss alone, each under the chase, and supervised fine-tuning. */
export const METHODS: readonly string[] = [
  ...Object.keys(LOSSES),
  ...Object.keys(LOSSES).map((name) => `ofs-${name}`),
  "sft",
];

/**
 * The objective of a method.
 *
 * @throws {RangeError} If the name is unknown or an option is out of its range.
 *
 * @example
 * ```ts
 * import { objectiveOf } from "@fastslow/fastslow/train";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(objectiveOf("ofs-dpo", { beta: 0.1 }).modules, ["fast", "slow"]);
 * ```
 */
export function objectiveOf(name: string, options: MethodOptions = {}): Objective {
  if (name === "sft") return supervisedObjective();
  const chased = name.startsWith("ofs-");
  const loss = chased ? name.slice(4) : name;
  if (!Object.hasOwn(LOSSES, loss)) {
    throw new RangeError(`Cannot train by "${name}": the methods are ${METHODS.join(", ")}`);
  }
  const base = LOSSES[loss]!(options);
  if (!chased) return preferenceObjective(name, base);
  const { alpha = 0.1, bound = -10, chaseEvery: every = 10, slowRatio = 0.3, swap } = options;
  const rates = swap === "rates" ? ratesFollowRoles : ratesStay;
  return fastSlow({ base, alpha, bound, every, slowRatio, rates, name });
}
