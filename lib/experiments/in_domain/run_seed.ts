/** All methods on the stream of one seed. */
import { type MetricRow, tf } from "../../base/mod.ts";
import { dpo } from "../../losses/mod.ts";
import { roundsOf } from "./batches.ts";
import { evaluatePolicy, referencePoint } from "./evaluate_policy.ts";
import type { Evaluation } from "./evaluation.ts";
import type { InDomainOptions } from "./in_domain.ts";
import { inDomainMethod } from "./methods.ts";
import { runMethod, type RunMethodOptions } from "./run_method.ts";
import { regretOfSeed } from "./regret_of_seed.ts";
import type { Stores, TimedRun } from "./stores.ts";
import { unlessDiverged } from "./unless_diverged.ts";

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
  const { model, eos, beta, methods, onProgress = () => {} } = options;
  const perSeed = methods.length * options.rounds;
  const tell = (done: number, note: string) =>
    onProgress(index * perSeed + done, options.seeds.length * perSeed, `seed ${seed}, ${note}`);
  tell(0, "making the stream");
  const world = await options.world(seed);
  const rounds = await roundsOf(model, world);
  const measured = { model, eos, world, beta };
  const { point, evaluation: reference } = await referencePoint(measured);
  const runs: Record<string, TimedRun> = {};
  const diverged: string[] = [];
  for (const [at, name] of methods.entries()) {
    const run = await finished(options, stores, name, {
      model,
      rounds,
      seed,
      loss: dpo({ beta }),
      lora: options.lora,
      padId: eos,
      checkpoints: checkpoints(rounds.length, options.evaluations),
      evaluate: (adapter) => evaluatePolicy(measured, point, adapter),
      onRound: (done) => tell(at * options.rounds + done, name),
    });
    if (run) runs[name] = run;
    else diverged.push(name);
    tell((at + 1) * options.rounds, name);
  }
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

/** A method's run, from the store where it is there; undefined where it diverged. */
async function finished(
  { settings, now = () => 0, ...common }: InDomainOptions,
  { runs }: Stores,
  name: string,
  options: RunMethodOptions,
): Promise<TimedRun | undefined> {
  const place = `${options.seed}/${name}`;
  const known = await runs.load(place);
  if (known) return known;
  const { recipe, settingsOf } = inDomainMethod(name);
  const started = now();
  const fresh = await unlessDiverged(() =>
    runMethod(name, recipe(settings[settingsOf]!, common), options)
  );
  if (!fresh) return undefined;
  const timed = { ...fresh, seconds: (now() - started) / 1000 };
  await runs.save(place, timed);
  return timed;
}

/** Evenly spread over the rounds, the last one always among them. */
function checkpoints(rounds: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(rounds * (i + 1) / count));
}

function rowsOf(method: string, { metrics }: Evaluation, seed: number): MetricRow[] {
  return Object.entries(metrics).map(([metric, value]) => ({
    method,
    seed,
    step: 0,
    metric,
    value,
  }));
}
