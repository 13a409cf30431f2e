/** All methods on the stream of one seed. */
import { type MetricRow, tf } from "../../base/mod.ts";
import { dpo } from "../../losses/mod.ts";
import { type Round, roundsOf } from "./batches.ts";
import { evaluatePolicy, referencePoint } from "./evaluate_policy.ts";
import type { Evaluation } from "./evaluation.ts";
import { finishedRun } from "./finished_run.ts";
import type { InDomainOptions } from "./in_domain.ts";
import { instruments } from "./instruments.ts";
import { regretOfSeed } from "./regret_of_seed.ts";
import type { Stores, TimedRun } from "./stores.ts";
import type { World } from "./types.ts";

/** What one seed gives. */
export interface SeedResult {
  /** Every measurement. */
  readonly rows: readonly MetricRow[];
  /** Finished runs by method; their adapters are gone. */
  readonly runs: Readonly<Record<string, TimedRun>>;
  /** Methods that diverged. */
  readonly diverged: readonly string[];
  /** Which fixed adapter was best in hindsight. */
  readonly best: string;
  /** Evaluation of the reference. */
  readonly reference: Evaluation;
}

/** Runs all methods on the stream of one seed; `index` says how many seeds came before. */
export async function runSeed(
  options: InDomainOptions & { readonly evaluations: number },
  stores: Stores,
  seed: number,
  index: number,
): Promise<SeedResult> {
  const { model, methods, onProgress = () => {} } = options;
  const perSeed = methods.length * options.rounds;
  const tell = (done: number, note: string) =>
    onProgress(index * perSeed + done, options.seeds.length * perSeed, `seed ${seed}, ${note}`);
  tell(0, "making the stream");
  const world = await options.world(seed);
  const rounds = await roundsOf(model, world);
  const { runs, diverged, reference } = await runsOf(options, stores, { world, rounds, tell });
  const { rows: regretRows, best } = await regretOfSeed(options, stores, rounds, {
    runs,
    seed,
    tell: (note) => tell(perSeed, note),
  });
  tf.dispose(Object.values(runs).map(({ adapter }) => adapter.weights));
  const rows = [
    ...rowsOf("reference", reference, seed),
    // Every method starts as the reference.
    ...Object.entries(runs).flatMap(([name, run]) => [
      ...rowsOf(name, reference, seed),
      ...run.rows,
    ]),
    ...regretRows,
  ];
  return { rows, runs, diverged, best, reference };
}

/** Runs every method, each measured against the same reference. */
async function runsOf(
  options: InDomainOptions & { readonly evaluations: number },
  stores: Stores,
  { world, rounds, tell }: {
    readonly world: World;
    readonly rounds: readonly Round[];
    readonly tell: (done: number, note: string) => void;
  },
): Promise<Pick<SeedResult, "runs" | "diverged" | "reference">> {
  const { model, eos, beta, lora, methods, evaluations } = options;
  const tools = instruments(model);
  try {
    const measured = { model, eos, world, beta, instruments: tools };
    const { point, evaluation: reference } = await referencePoint(measured);
    const runs: Record<string, TimedRun> = {};
    const diverged: string[] = [];
    for (const [at, name] of methods.entries()) {
      const run = await finishedRun(options, stores, name, {
        model,
        rounds,
        lora,
        seed: world.seed,
        loss: dpo({ beta }),
        padId: eos,
        checkpoints: checkpoints(rounds.length, evaluations),
        evaluate: (adapter) => evaluatePolicy(measured, point, adapter),
        onRound: (done) => tell(at * options.rounds + done, name),
      });
      if (run) runs[name] = run;
      else diverged.push(name);
      tell((at + 1) * options.rounds, name);
    }
    return { runs, diverged, reference };
  } finally {
    tools.dispose();
  }
}

/** Evenly spread over the rounds, the last one always among them. */
export function checkpoints(rounds: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(rounds * (i + 1) / count));
}

/** An evaluation as rows of a method at step 0. */
export function rowsOf(method: string, { metrics }: Evaluation, seed: number): MetricRow[] {
  return Object.entries(metrics).map(([metric, value]) => ({
    method,
    seed,
    step: 0,
    metric,
    value,
  }));
}
