/** The two kinds of recipes: DPO with something about it, OFS-DPO with something changed. */
import { fastSlow, type FastSlowOptions } from "../../chase/mod.ts";
import { dpo, preferenceObjective } from "../../losses/mod.ts";
import { adamw, type Rate } from "../../optim/mod.ts";
import type { Common, Recipe, Settings } from "./types.ts";

/** From settings to a recipe. */
type RecipeOf = (settings: Settings, common: Common) => Recipe;

/**
 * DPO by AdamW.
 *
 * @param rate The learning rate, given the tuned one.
 * @param extra What is served or repeated. @default {nothing}
 */
export function plain(
  rate: (lr: number) => Rate,
  extra: (settings: Settings) => Partial<Recipe> = () => ({}),
): RecipeOf {
  return (settings, { beta }) => ({
    objective: preferenceObjective("dpo", dpo({ beta })),
    optimiser: adamw({ rate: rate(settings.lr) }),
    ...extra(settings),
  });
}

/**
 * OFS-DPO by AdamW.
 *
 * @param change What differs from the tuned settings. @default {nothing}
 */
export function chased(
  change: (settings: Settings, common: Common) => Partial<FastSlowOptions> = () => ({}),
): RecipeOf {
  return (settings, common) => {
    const { lr, alpha, slowRatio, every } = settings;
    const base = dpo({ beta: common.beta });
    return {
      objective: fastSlow({ base, alpha, slowRatio, every, ...change(settings, common) }),
      optimiser: adamw({ rate: lr }),
    };
  };
}
