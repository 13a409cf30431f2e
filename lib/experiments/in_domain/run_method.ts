/** One method on one stream: f_t is taken before update t, the policy measured between updates. */
import { type Adapter, loraScale } from "../../adapter/mod.ts";
import {
  type Branch,
  mapTree,
  type MetricRow,
  type PreferenceLoss,
  type Tensor,
  type Tensors,
  type TensorTree,
  tf,
} from "../../base/mod.ts";
import { disposeTree } from "../../base/mod.ts";
import { compile } from "../../engine/mod.ts";
import type { Model } from "../../model/mod.ts";
import {
  DivergenceError,
  readScalars,
  requireFinite,
  type RunState,
  trainStep,
} from "../../train/mod.ts";
import { type Round, roundTensors } from "./batches.ts";
import type { Evaluation } from "./evaluate_policy.ts";
import { averaged, type AveragedState, repeated } from "./online_step.ts";
import { startingModules } from "./starting_modules.ts";
import type { Common, Recipe } from "./types.ts";

/** Options for {@linkcode runMethod}. */
export interface RunMethodOptions {
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
  /** Updates after which the policy is measured; the last one always is. */
  readonly checkpoints: readonly number[];
  /** Measures a policy. */
  readonly evaluate: (adapter: Adapter) => Promise<Evaluation>;
  /** Told after each round. */
  readonly onRound?: (done: number) => void;
}

/** What a method leaves. */
export interface MethodRun {
  /** Every measurement. */
  readonly rows: readonly MetricRow[];
  /** f_t(θ_t) of the served policy, before update t, in nats. */
  readonly played: readonly number[];
  /** The served adapter at the end; the caller owns it. */
  readonly adapter: Adapter;
  /** Its evaluation. */
  readonly last: Evaluation;
}

/** Names of a step's metrics in reports. */
const REPORTED: Readonly<Record<string, string>> = {
  "rewards/margins": "margin_F",
  "S/rewards/margins": "margin_S",
  "loss/slope": "slope_F",
  "chase/slope_F": "slope_F",
  "chase/slope_S": "slope_S",
  "chase/floor": "floor",
  "chase/role": "role",
  "chase/swaps": "swaps",
  "logps/chosen": "logp_chosen",
};

/** Runs a method over the stream once. */
export async function runMethod(
  method: string,
  recipe: Recipe,
  options: RunMethodOptions,
): Promise<MethodRun> {
  const { rounds, padId, seed, checkpoints, evaluate, onRound } = options;
  const rows: MetricRow[] = [];
  const played: number[] = [];
  const add = (step: number, metrics: Readonly<Record<string, number>>) => {
    for (const [metric, value] of Object.entries(metrics)) {
      rows.push({ method, seed, step, metric, value });
    }
  };
  const learner = await startLearner(recipe, options);
  let last: Evaluation | undefined;
  try {
    for (const [t, round] of rounds.entries()) {
      const metrics = await learner.learn(roundTensors(round, padId), t + 1);
      requireFinite(metrics, t + 1);
      played.push(metrics["chase/base_F"] ?? metrics.loss!);
      add(t, { loss: played.at(-1)!, ...reported(metrics) });
      onRound?.(t + 1);
      if (checkpoints.includes(t + 1) || t + 1 === rounds.length) {
        last = await measured(await learner.served(), evaluate, t + 1);
        add(t + 1, last.metrics);
      }
    }
    return { rows, played, adapter: await learner.served(), last: last! };
  } finally {
    learner.dispose();
  }
}

/** Measures a policy and lets it go; one whose figures are no numbers has diverged. */
async function measured(
  adapter: Adapter,
  evaluate: RunMethodOptions["evaluate"],
  step: number,
): Promise<Evaluation> {
  try {
    return await evaluate(adapter);
  } catch (error) {
    if (!(error instanceof RangeError && /must be finite/.test(error.message))) throw error;
    throw new DivergenceError(`Training diverged by step ${step}: ${error.message}`);
  } finally {
    tf.dispose(adapter.weights);
  }
}

function reported(metrics: Readonly<Record<string, number>>): Record<string, number> {
  const known = Object.entries(REPORTED).filter(([name]) => metrics[name] !== undefined);
  return Object.fromEntries(known.map(([name, short]) => [short, metrics[name]!]));
}

/** A compiled step with its state. */
interface Learner {
  /** Learns from a batch, which it disposes; `update` counts from 1. */
  learn(batch: Tensors, update: number): Promise<Record<string, number>>;
  /** The policy that is served now; the caller owns it. */
  served(): Promise<Adapter>;
  dispose(): void;
}

function startLearner(
  recipe: Recipe,
  { model, loss, lora, rounds, seed, padId }: RunMethodOptions,
): Learner {
  const { objective, optimiser, updates = 1, newest } = recipe;
  const plain = trainStep({ model, objective, optimiser, scale: loraScale(lora) });
  const single = updates === 1 ? plain : repeated(plain, updates);
  const step = newest ? averaged(single, { model, loss, lora }) : single;
  const params = startingModules(model, objective.modules, lora, seed);
  const run = {
    params,
    optimiser: optimiser.init(params),
    objective: objective.init(),
  };
  const [first] = Object.values(params) as [Branch<Tensor>];
  const state: TensorTree = newest ? { run, average: mapTree((leaf) => leaf.clone(), first) } : run;
  const withWeight = (batch: Tensors, update: number): Tensors =>
    newest ? { ...batch, weight: tf.scalar(newest(update)) } : batch;
  const example = withWeight(roundTensors(rounds[0]!, padId), 1);
  const compiled = compile(step, state, example);
  disposeTree(state);
  tf.dispose(example);
  return {
    learn(batch, update) {
      const weighted = withWeight(batch, update);
      const metrics = readScalars(compiled.run(weighted));
      tf.dispose(weighted);
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
    dispose: () => compiled.dispose(),
  };
}
