/** The methods of `--method`: names to functions, in one table. */
import type { Objective, PreferenceLoss } from "../base/mod.ts";
import { fastSlow, ratesFollowRoles, ratesStay } from "../chase/mod.ts";
import { cdpo, dpo, hinge, ipo, preferenceObjective, supervisedObjective } from "../losses/mod.ts";

/** Everything that a method may be set with; each takes what it knows. */
export interface MethodOptions {
  /** Inverse temperature β; IPO's τ. @default {0.1} */
  readonly beta?: number;
  /** Share of labels believed to be flipped (cDPO). @default {0.1} */
  readonly epsilon?: number;
  /** Weight of the chase (OFS). @default {0.1} */
  readonly alpha?: number;
  /** Lower bound of β(h_F − h_S) in L_S (OFS); `-Infinity` is the paper's raw form. @default {-10} */
  readonly bound?: number;
  /** Steps between swaps of roles (OFS). @default {10} */
  readonly chaseEvery?: number;
  /** Slow learning rate over the fast one (OFS). @default {0.3} */
  readonly slowRatio?: number;
  /** What a swap exchanges (OFS): the roles alone, or the learning rates with them. @default {"roles"} */
  readonly swap?: "roles" | "rates";
}

const LOSSES: Readonly<Record<string, (options: MethodOptions) => PreferenceLoss>> = {
  dpo: ({ beta = 0.1 }) => dpo({ beta }),
  cdpo: ({ beta = 0.1, epsilon = 0.1 }) => cdpo({ beta, epsilon }),
  ipo: ({ beta = 0.1 }) => ipo({ tau: beta }),
  hinge: ({ beta = 0.1 }) => hinge({ beta }),
};

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
  const make = LOSSES[chased ? name.slice(4) : name];
  if (!make) {
    throw new RangeError(`Cannot train by "${name}": the methods are ${METHODS.join(", ")}`);
  }
  const base = make(options);
  if (!chased) return preferenceObjective(name, base);
  const { alpha = 0.1, bound = -10, chaseEvery: every = 10, slowRatio = 0.3, swap } = options;
  const rates = swap === "rates" ? ratesFollowRoles : ratesStay;
  return fastSlow({ base, alpha, bound, every, slowRatio, rates, name });
}
