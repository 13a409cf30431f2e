/** Many modules that learn side by side, to see what one more costs. */
import { type Objective, tf } from "../../lib/base/mod.ts";
import { dpo, preferenceObjective } from "../../lib/losses/mod.ts";

/**
 * DPO of `count` modules that know nothing of each other, in one pass through the base: the sum of their losses, so that
 * each one's gradient is what it would be alone. Reports the first one's metrics.
 */
export function independentModules(
  count: number,
  { beta }: { readonly beta: number },
): Objective {
  const single = preferenceObjective("dpo", dpo({ beta }));
  return {
    ...single,
    name: `dpo × ${count}`,
    modules: Array.from({ length: count }, (_, i) => `policy${i}`),
    loss: (policies, reference, state) =>
      tf.addN(policies.map((policy) => single.loss([policy], reference, state))),
    observe: (policies, reference, state) => ({
      ...single.observe([policies[0]!], reference, state),
      speeds: policies.map(() => tf.scalar(1)),
    }),
  };
}
