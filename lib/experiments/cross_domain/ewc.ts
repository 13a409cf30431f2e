/** Elastic weight consolidation of a LoRA module. */
import type { Adapter } from "../../adapter/mod.ts";
import { type Branch, mapTree, type Tensor, type TensorTree, tf } from "../../base/mod.ts";
import { dpo, preferenceObjective } from "../../losses/mod.ts";
import { adamw, chain, elastic, type ElasticState } from "../../optim/mod.ts";
import type { RunState } from "../../train/mod.ts";
import type { Learner } from "../in_domain/learner.ts";
import type { Recipe } from "../in_domain/types.ts";
import { fisherDiagonal } from "./fisher.ts";
import { sequential } from "./sequential.ts";
import type { Continual, ContinualOptions } from "./types.ts";

/**
 * DPO whose module is held where earlier domains need it: after each domain the Fisher information of its memory is added
 * to the stiffness, and the anchor moves to where the module is (the online form of
 * {@link https://arxiv.org/abs/1612.00796 | Kirkpatrick et al., 2017}).
 */
export function ewc(options: ContinualOptions): Continual {
  const { beta, settings } = options;
  const recipe: Recipe = {
    objective: preferenceObjective("dpo", dpo({ beta })),
    optimiser: chain(elastic(settings.ewcStrength), adamw({ rate: settings.lr })),
  };
  return sequential(recipe, options, {
    async consolidate(learner, lessons) {
      const adapter = await learner.served();
      try {
        const stiffness = fisherDiagonal(adapter, lessons.at(-1)!.memory, options);
        anchored(learner, adapter, stiffness);
        tf.dispose(stiffness);
      } finally {
        tf.dispose(adapter.weights);
      }
    },
  });
}

function anchored(learner: Learner, { weights }: Adapter, found: TensorTree) {
  learner.change((state) => {
    const { params, optimiser, objective } = state as RunState;
    const [module] = Object.keys(params) as [string];
    const { stiffness } = optimiser["0"] as ElasticState;
    const pull: ElasticState = {
      anchor: { [module]: weights },
      stiffness: mapTree((before, now) => tf.add(before, now), stiffness, { [module]: found }),
    };
    return { params: params as Branch<Tensor>, optimiser: { ...optimiser, "0": pull }, objective };
  });
}
