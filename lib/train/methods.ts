/** The methods of `--method`: names to functions, in one table. */
import type { Objective, PreferenceLoss } from "../base/mod.ts";
import { fastSlow, ratesFollowRoles, ratesStay } from "../chase/mod.ts";
import { preferenceObjective, supervisedObjective } from "../losses/mod.ts";
import { LOSSES } from "./method_losses.ts";
import type { MethodOptions } from "./method_options.ts";

export type { MethodOptions };

/** What the names of chased losses begin with. */
const CHASED = "ofs-";

/** Every name that `--method` takes: each loss alone, each under the chase, and supervised fine-tuning. */
export const METHODS: readonly string[] = [
  ...Object.keys(LOSSES),
  ...Object.keys(LOSSES).map((name) => `${CHASED}${name}`),
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
  const base = baseLossOf(name, options);
  if (!name.startsWith(CHASED)) return preferenceObjective(name, base);
  const { alpha = 0.1, bound = -10, chaseEvery: every = 10, slowRatio = 0.3, swap } = options;
  const rates = swap === "rates" ? ratesFollowRoles : ratesStay;
  return fastSlow({ base, alpha, bound, every, slowRatio, rates, name });
}

/**
 * The loss that a method minimises, alone or under the chase.
 *
 * @throws {RangeError} If the method has none, or an option is out of its range.
 *
 * @example
 * ```ts
 * import { baseLossOf } from "@fastslow/fastslow/train";
 * import { equal } from "node:assert/strict";
 *
 * equal(baseLossOf("ofs-simpo").beta, 2);
 * ```
 */
export function baseLossOf(name: string, options: MethodOptions = {}): PreferenceLoss {
  const loss = name.startsWith(CHASED) ? name.slice(CHASED.length) : name;
  if (Object.hasOwn(LOSSES, loss)) return LOSSES[loss]!(options);
  throw new RangeError(`Cannot train by "${name}": the methods are ${METHODS.join(", ")}`);
}
