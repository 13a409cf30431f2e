import type { Adapter } from "../../adapter/mod.ts";
import { type Tensors, tf } from "../../base/mod.ts";

/** The policy that rounds sample, which may be older than the newest. */
export interface HeldPolicy {
  /** Takes a fresh one; the first time, the one that an interrupted run still sampled. */
  policy(): Promise<Adapter>;
  /** Weights of the one that is sampled now. */
  weights(): Tensors | undefined;
  /** Gives it back. */
  dispose(): void;
}

/**
 * Holds the policy that is sampled.
 *
 * @param sampled What an interrupted run still sampled, which is taken over.
 * @param served Gives the newest policy.
 */
export function heldPolicy(
  sampled: Adapter | undefined,
  served: () => Promise<Adapter>,
): HeldPolicy {
  let [held, first] = [sampled, sampled];
  const dispose = () => {
    if (held) tf.dispose(held.weights);
    held = undefined;
  };
  return {
    async policy() {
      const given = first ?? await served();
      if (held !== given) dispose();
      [held, first] = [given, undefined];
      return given;
    },
    weights: () => held?.weights,
    dispose,
  };
}
