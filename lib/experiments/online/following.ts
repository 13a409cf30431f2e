import { type Adapter, mergeAdapter } from "../../adapter/mod.ts";
import { tf } from "../../base/mod.ts";
import { scorer } from "../../evaluate/mod.ts";
import type { Model } from "../../model/mod.ts";
import { isSyncStep, syncReference } from "../../train/mod.ts";
import type { Course } from "./types.ts";

/**
 * The stream's own pairs under a reference that follows the policy (TR-DPO).
 *
 * @param every Rounds between syncs.
 * @param mix Share of the policy in the new reference.
 */
export function following(every: number, mix: number): Course {
  return async function* ({ model, rounds, served }) {
    let reference: Model = model;
    let by = scorer(reference);
    try {
      for (const [t, { pairs, reference: first }] of rounds.entries()) {
        if (isSyncStep(t, every)) {
          const policy = await served();
          const next = movedReference(model, reference, policy, mix);
          tf.dispose(policy.weights);
          by.dispose();
          if (reference !== model) tf.dispose(reference.weights);
          reference = next;
          by = scorer(reference);
        }
        const scores = reference === model ? first : await by.scorePairs(pairs);
        yield { round: { pairs, reference: scores }, ties: 0, dropped: 0 };
      }
    } finally {
      by.dispose();
      if (reference !== model) tf.dispose(reference.weights);
    }
  };
}

/** The reference after a sync with the policy, merged so that its weights are the model's. */
function movedReference(model: Model, reference: Model, policy: Adapter, mix: number): Model {
  const merged = mergeAdapter(model, policy);
  const weights = syncReference(reference.weights, merged.weights, { mix });
  tf.dispose(merged.weights);
  return { config: model.config, weights };
}
