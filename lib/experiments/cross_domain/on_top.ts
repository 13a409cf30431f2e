/** COFS-DPO whose modules begin where the combination is. */
import { type Adapter, mergeAdapter } from "../../adapter/mod.ts";
import { mapTree, type Tensors, tf } from "../../base/mod.ts";
import { box, combine } from "../../combine/mod.ts";
import { weightNotes } from "./combined.ts";
import { searched, trained } from "./module_bank.ts";
import { servedAlone } from "./sequential.ts";
import type { Continual, ContinualOptions, Lesson } from "./types.ts";

/**
 * Each domain's modules are trained on the base with the combination so far folded in; the reference stays the base. So a
 * module says what its domain wants *beyond* the combination, and its natural weight is 1 beside the weights before: the
 * simplex does not hold that point, the box does.
 */
export function onTop(options: ContinualOptions): Continual {
  const recipe = { method: "ofs-dpo", settings: options.settings };
  const adapters: Adapter[] = [];
  const lessons: Lesson[] = [];
  let combination: Adapter | undefined;
  return {
    async learn(lesson) {
      const { adapter } = await beneath(
        combination,
        options,
        (model) => trained(recipe, lesson, { ...options, model }),
      );
      adapters.push(adapter);
      lessons.push(lesson);
      const { weights } = await searched(adapters, lessons, box(), options);
      const names = lessons.map(({ name }) => name);
      if (combination) tf.dispose(combination.weights);
      combination = await combine(adapters, weights, { names });
      const { weights: factors, config } = combination;
      const copy = { config, weights: mapTree((factor) => factor.clone(), factors) as Tensors };
      return servedAlone(copy, weightNotes(names, weights));
    },
    dispose() {
      tf.dispose([adapters.map(({ weights }) => weights), combination?.weights ?? {}]);
    },
  };
}

/** Lends the model with an adapter folded in. */
async function beneath<T>(
  adapter: Adapter | undefined,
  { model }: Pick<ContinualOptions, "model">,
  use: (model: ContinualOptions["model"]) => Promise<T>,
): Promise<T> {
  if (!adapter) return await use(model);
  const merged = mergeAdapter(model, adapter);
  try {
    return await use(merged);
  } finally {
    tf.dispose(merged.weights);
  }
}
