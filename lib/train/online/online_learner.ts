/** A run that learns from pairs which nobody knows beforehand. */
import type { Adapter } from "../../adapter/mod.ts";
import { type EncodedPair, mapTree, type Row, type TensorTree, tf } from "../../base/mod.ts";
import { runnerFor } from "../../engine/mod.ts";
import { pairsFor } from "../pairs_for.ts";
import { passesOf } from "../passes.ts";
import type { Plan, Shape } from "../plan.ts";
import { referenceStore } from "../reference.ts";
import { valuesInMemory } from "../reference_values.ts";
import { requirePairs } from "../require_pairs.ts";
import { partsOfBatch, runParts } from "../run_step.ts";
import { type Runs, runsOf } from "../runs.ts";
import { adaptersOf } from "../trained_adapters.ts";
import type { TrainOnlineOptions } from "./online_options.ts";

/** What learns from one round after the other. */
export interface OnlineLearner {
  /**
   * Takes one step on pairs.
   *
   * @param pairs As `usablePairs` leaves them.
   * @param step Number of the step, counted from 1.
   * @returns Metrics; none where there is no pair.
   * @throws {RangeError} If the pairs are not such as the objective asks for.
   * @throws {DivergenceError} If a metric is not finite.
   */
  learn(pairs: readonly EncodedPair[], step: number): Promise<Row>;
  /** The policy that is served now; the caller owns it. */
  served(): Promise<Adapter>;
  /** A copy of the state, which the caller owns. */
  read(): TensorTree;
  /** Gives everything back. */
  dispose(): void;
}

/** Starts to learn from the start's state, which must outlive it. */
export function onlineLearner(
  { tokenBudget, padId = 0, precision = "float32" }: TrainOnlineOptions,
  plan: Shape & Pick<Plan, "start">,
): OnlineLearner {
  const { model, objective, start } = plan;
  const budget = tokenBudget === undefined ? {} : { tokenBudget };
  // Texts of one round hardly come again.
  const values = valuesInMemory();
  const references = objective.needsReference || objective.needsEntropies
    ? referenceStore(model, { values, precision, entropies: objective.needsEntropies ?? false })
    : undefined;
  let runs: Runs | undefined;
  const read = () => runs?.read() ?? mapTree((leaf) => leaf.clone(), start.state);
  return {
    read,
    async learn(given, step) {
      if (given.length === 0) return {};
      const started = performance.now();
      const pairs = pairsFor(objective, given, model);
      requirePairs(pairs, objective);
      const passes = passesOf({ pairs, objective, padId, ...budget });
      const parts = await partsOfBatch(pairs, { objective, passes, references });
      values.clear();
      runs ??= runsOf(plan, parts, { runner: runnerFor(precision) });
      return await runParts(runs, parts, { step, started });
    },
    async served() {
      const { adapters, played } = await adaptersOf(plan, read());
      for (const [name, { weights }] of Object.entries(adapters)) {
        if (name !== played) tf.dispose(weights);
      }
      return adapters[played]!;
    },
    dispose() {
      runs?.dispose();
      references?.dispose();
    },
  };
}
