import { DivergenceError } from "../divergence_error.ts";

/**
 * Refuses a policy whose log-probabilities are no numbers. Its draws all fall on one token, so that its answers tie, no step
 * is taken, and no metric could tell: prompts whose answers are all alike are therefore scored.
 *
 * @param prompts Prompts, each as often as it is answered.
 * @param answers One answer a prompt.
 * @param score Gives log π(y | x) under the policy, `[answers]`.
 * @throws {DivergenceError} If one is not finite.
 */
export async function requireFinitePolicy(
  prompts: readonly Int32Array[],
  answers: readonly Int32Array[],
  score: (
    prompts: readonly Int32Array[],
    answers: readonly Int32Array[],
  ) => Promise<ArrayLike<number>>,
): Promise<void> {
  const groups = Map.groupBy(prompts.keys(), (i) => prompts[i]!);
  const alike = [...groups.values()].filter((group) =>
    new Set(group.map((i) => answers[i]!.join())).size === 1
  ).map(([first]) => first!);
  if (alike.length === 0) return;
  const found = await score(alike.map((i) => prompts[i]!), alike.map((i) => answers[i]!));
  const bad = Array.from(found).find((logp) => !Number.isFinite(logp));
  if (bad === undefined) return;
  throw new DivergenceError(
    `Training diverged as the policy that is sampled gives an answer a log-probability of ${bad}: lower the learning rate`,
  );
}
