/** A recipe at work: a compiled step with its state. */
import { type Adapter, loraScales } from "../../adapter/mod.ts";
import {
  type Branch,
  disposeTree,
  mapTree,
  type PreferenceLoss,
  type Tensor,
  type Tensors,
  type TensorTree,
  tf,
} from "../../base/mod.ts";
import { compile } from "../../engine/mod.ts";
import type { Model } from "../../model/mod.ts";
import { readScalars, requireFinite, type RunState, trainStep } from "../../train/mod.ts";
import { type Round, roundTensors } from "./batches.ts";
import { averaged, type AveragedState, repeated } from "./online_step.ts";
import { startingModules } from "./starting_modules.ts";
import type { Common, Recipe } from "./types.ts";

/** What a learner is made for. */
export interface LearnerOptions {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** The base loss, in whose terms f_t is played. */
  readonly loss: PreferenceLoss;
  /** The stream. */
  readonly rounds: readonly Round[];
  /** Shape of the modules. */
  readonly lora: Common["lora"];
  /** Seed of the modules' starts. */
  readonly seed: number;
  /** Id that fills short rows. */
  readonly padId: number;
}

/** What learns from rounds. */
export interface Learner {
  /**
   * Learns from a round; `update` counts from 1.
   *
   * @returns The step's metrics, taken before the update.
   * @throws {DivergenceError} If a metric is not finite.
   */
  learn(round: Round, update: number): Promise<Record<string, number>>;
  /** The policy that is served now; the caller owns it. */
  served(): Promise<Adapter>;
  /** Goes on from what `fn` makes of the state, of which it gets a copy that the learner disposes of. */
  change(fn: (state: TensorTree) => TensorTree): void;
  /** Gives the state back. */
  dispose(): void;
}

/** Starts a recipe from the seed's modules. */
export function startLearner(recipe: Recipe, options: LearnerOptions): Learner {
  const { objective, newest } = recipe;
  const { lora, padId, rounds } = options;
  const batchOf = (round: Round, update: number): Tensors => ({
    ...roundTensors(round, padId),
    ...(newest ? { weight: tf.scalar(newest(update)) } : {}),
  });
  const [state, example] = [startOf(recipe, options), batchOf(rounds[0]!, 1)];
  const compiled = compile(stepOf(recipe, options), state, example);
  disposeTree(state);
  tf.dispose(example);
  return {
    async learn(round, update) {
      const batch = batchOf(round, update);
      const metrics = await readScalars(compiled.run(batch));
      tf.dispose(batch);
      requireFinite(metrics, update);
      return metrics;
    },
    async served() {
      const now = compiled.read();
      const { params, objective: inner } = (newest ? (now as AveragedState).run : now) as RunState;
      const index = tf.tidy(() => objective.played(inner).clone());
      const name = objective.modules[(await index.data())[0]!]!;
      index.dispose();
      const weights = newest ? (now as AveragedState).average : params[name] as Branch<Tensor>;
      const copy = mapTree((leaf) => leaf.clone(), weights) as Tensors;
      disposeTree(now);
      return { config: lora, weights: copy };
    },
    change(fn) {
      const now = compiled.read();
      tf.tidy(() => compiled.write(fn(now)));
      disposeTree(now);
    },
    dispose: () => compiled.dispose(),
  };
}

function stepOf(
  { objective, optimiser, updates = 1, newest }: Recipe,
  { model, loss, lora }: LearnerOptions,
) {
  const plain = trainStep({ model, objective, optimiser, scale: loraScales(lora) });
  const single = updates === 1 ? plain : repeated(plain, updates);
  return newest ? averaged(single, { model, loss, lora }) : single;
}

function startOf(
  { objective, optimiser, newest }: Recipe,
  { model, lora, seed }: LearnerOptions,
): TensorTree {
  const params = startingModules(model, objective.modules, lora, seed);
  const run = { params, optimiser: optimiser.init(params), objective: objective.init() };
  if (!newest) return run;
  const [first] = Object.values(params) as [Branch<Tensor>];
  return { run, average: mapTree((leaf) => leaf.clone(), first) };
}
