/** OFS-DPO, the controls that decide what it adds, and its ablations: names to recipes, in one table. */
import { tf } from "../../base/mod.ts";
import { ratesFollowRoles } from "../../chase/mod.ts";
import { chased, plain } from "./recipes.ts";
import type { Common, Recipe, Settings } from "./types.ts";

/** A method of the comparison. */
export interface Method {
  /** What it is, in a few words. */
  readonly title: string;
  /** Group that it stands in. */
  readonly group: "base" | "control" | "ablation";
  /** Method whose tuned settings it takes; itself where it is tuned. */
  readonly settingsOf: string;
  /** The recipe under given settings. */
  readonly recipe: (settings: Settings, common: Common) => Recipe;
}

/** Every method by its name, in the order of reports. */
export const IN_DOMAIN_METHODS: Readonly<Record<string, Method>> = {
  "dpo": {
    title: "DPO",
    group: "base",
    settingsOf: "dpo",
    recipe: plain((lr) => lr),
  },
  "ofs-dpo": {
    title: "OFS-DPO: fast and slow module chase each other",
    group: "base",
    settingsOf: "ofs-dpo",
    recipe: chased(),
  },
  "dpo-lr-alpha": {
    title: "DPO at OFS-DPO's rate times (1 + α)",
    group: "control",
    settingsOf: "ofs-dpo",
    recipe: (settings, common) => plain((lr) => lr * (1 + settings.alpha))(settings, common),
  },
  "dpo-decay": {
    title: "DPO with a rate that falls as 1/√t",
    group: "control",
    settingsOf: "dpo-decay",
    recipe: plain((lr) => (count) => tf.mul(tf.rsqrt(tf.add(count, 1)), lr) as tf.Scalar),
  },
  "dpo-polyak": {
    title: "DPO that serves the mean of its iterates (of the LoRA factors)",
    group: "control",
    settingsOf: "dpo-polyak",
    recipe: plain((lr) => lr, () => ({ newest: (updates) => 1 / updates })),
  },
  "dpo-ema": {
    title: "DPO that serves an exponential average of its iterates (of the LoRA factors)",
    group: "control",
    settingsOf: "dpo-ema",
    recipe: plain((lr) => lr, ({ emaDecay }) => ({
      // Young averages forget faster, so that the start does not weigh on them.
      newest: (updates) => Math.max(1 - emaDecay, 1 / updates),
    })),
  },
  "dpo-twice": {
    title: "DPO with OFS-DPO's compute: two updates a round",
    group: "control",
    settingsOf: "dpo-twice",
    recipe: plain((lr) => lr, () => ({ updates: 2 })),
  },
  "ofs-alpha-0": {
    title: "OFS-DPO without the chase (α = 0)",
    group: "ablation",
    settingsOf: "ofs-dpo",
    recipe: chased(() => ({ alpha: 0 })),
  },
  "ofs-equal-rates": {
    title: "OFS-DPO with equal rates",
    group: "ablation",
    settingsOf: "ofs-dpo",
    recipe: chased(() => ({ slowRatio: 1 })),
  },
  "ofs-no-swap": {
    title: "OFS-DPO whose roles never swap",
    group: "ablation",
    settingsOf: "ofs-dpo",
    recipe: chased((_settings, { rounds }) => ({ every: rounds + 1 })),
  },
  "ofs-raw": {
    title: "OFS-DPO in the paper's raw form (unbounded chase)",
    group: "ablation",
    settingsOf: "ofs-dpo",
    recipe: chased(() => ({ bound: -Infinity })),
  },
  "ofs-swap-rates": {
    title: "OFS-DPO whose rates move with the roles",
    group: "ablation",
    settingsOf: "ofs-dpo",
    recipe: chased(() => ({ rates: ratesFollowRoles })),
  },
};

/**
 * A method by its name.
 *
 * @throws {RangeError} If the name is unknown.
 */
export function inDomainMethod(name: string): Method {
  if (Object.hasOwn(IN_DOMAIN_METHODS, name)) return IN_DOMAIN_METHODS[name]!;
  throw new RangeError(
    `Cannot run the method "${name}": the methods are ${Object.keys(IN_DOMAIN_METHODS).join(", ")}`,
  );
}
