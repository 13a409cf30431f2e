/** The in-domain experiment: every method on the same streams, seed by seed. */
import type { Adapter } from "../../adapter/mod.ts";
import { type MetricRow, tf } from "../../base/mod.ts";
import { dpo } from "../../losses/mod.ts";
import type { Model } from "../../model/mod.ts";
import { regretTracker } from "../../regret/mod.ts";
import { type FinishedRuns, noFinishedRuns, openFinishedRuns } from "../../train/mod.ts";
import { type Round, roundsOf } from "./batches.ts";
import { type Claim, inDomainClaims } from "./claims.ts";
import { lossesOf, offlineFit } from "./comparators.ts";
import { evaluatePolicy, type Evaluation, referencePoint } from "./evaluate_policy.ts";
import { inDomainMethod } from "./methods.ts";
import { type MethodRun, runMethod } from "./run_method.ts";
import type { Common, Settings, World } from "./types.ts";

/** Options for {@linkcode inDomain}. */
export interface InDomainOptions extends Common {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** Token that ends an answer. */
  readonly eos: number;
  /** Makes the stream of a seed. */
  readonly world: (seed: number) => Promise<World>;
  /** Names of methods, from `IN_DOMAIN_METHODS`. */
  readonly methods: readonly string[];
  /** Tuned settings by the name of the method that they were tuned for. */
  readonly settings: Readonly<Record<string, Settings>>;
  /** Seeds of streams and starts. */
  readonly seeds: readonly number[];
  /** How often a policy is measured along its run. @default {3} */
  readonly evaluations?: number;
  /** Folder in which finished runs are kept. @default {nothing is kept} */
  readonly out?: string;
  /** What else the experiment is made of: a folder begun with another is refused. @default {{}} */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** Milliseconds of a clock that never goes back, to time the methods by. @default {no times} */
  readonly now?: () => number;
  /** Told how far the experiment is, in rounds. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** What the experiment gives. */
export interface InDomainResult {
  /** Every measurement; the method `reference` stands at step 0. */
  readonly rows: readonly MetricRow[];
  /** The last evaluation of each method, by seed. */
  readonly last: Readonly<Record<string, Readonly<Record<number, Evaluation>>>>;
  /** Which fixed adapter was best in hindsight, by seed. */
  readonly best: Readonly<Record<number, string>>;
  /** What is claimed, and what came out. */
  readonly claims: readonly Claim[];
  /** Wall time of each method over all seeds, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** A finished run and how long it took, in seconds. */
type TimedRun = MethodRun & { readonly seconds: number };
/** What is kept of one beside its adapter. */
type Finished = Omit<TimedRun, "adapter">;

/**
 * Runs every method on every seed's stream, measures regret against the best fixed adapter of all runs and offline fits,
 * and judges the claims. With `out` it goes on where it was interrupted.
 *
 * @throws {RangeError} If a method is unknown or untuned, or `out` holds another experiment.
 */
export async function inDomain(options: InDomainOptions): Promise<InDomainResult> {
  const { model, methods, seeds, settings, out, identity = {} } = options;
  for (const name of methods) requireSettings(name, settings);
  const { beta, rounds, lora } = options;
  const whole = { ...identity, beta, rounds, lora, settings };
  const store: FinishedRuns<Finished> = out === undefined
    ? noFinishedRuns()
    : await openFinishedRuns(out, whole, model.config);
  const rows: MetricRow[] = [];
  const last: Record<string, Record<number, Evaluation>> = { reference: {} };
  const best: Record<number, string> = {};
  const seconds: Record<string, number> = {};
  for (const [index, seed] of seeds.entries()) {
    const found = await runSeed(options, store, seed, index);
    rows.push(...found.rows);
    best[seed] = found.best;
    last.reference![seed] = found.reference;
    for (const [name, run] of Object.entries(found.runs)) {
      (last[name] ??= {})[seed] = run.last;
      seconds[name] = (seconds[name] ?? 0) + run.seconds;
    }
  }
  return { rows, last, best, claims: inDomainClaims(rows), seconds };
}

/** All methods on the stream of one seed. */
async function runSeed(
  options: InDomainOptions,
  store: FinishedRuns<Finished>,
  seed: number,
  index: number,
) {
  const { model, eos, beta, methods, seeds, onProgress = () => {} } = options;
  const [perSeed, total] = [
    methods.length * options.rounds,
    seeds.length * methods.length * options.rounds,
  ];
  const tell = (done: number, note: string) =>
    onProgress(index * perSeed + done, total, `seed ${seed}, ${note}`);
  tell(0, "making the stream");
  const world = await options.world(seed);
  const rounds = await roundsOf(model, world);
  const measured = { model, eos, world, beta };
  const { point, evaluation: reference } = await referencePoint(measured);
  const runs: Record<string, TimedRun> = {};
  for (const [at, name] of methods.entries()) {
    const place = `${seed}/${name}`;
    const run = () =>
      runMethod(name, recipeOf(name, options), {
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
    runs[name] = await store.load(place) ?? await kept(store, place, await timed(run, options.now));
    tell((at + 1) * options.rounds, name);
  }
  tell(perSeed, "regret");
  const { rows: regretRows, best } = await regretOf(options, rounds, runs, seed);
  for (const { adapter } of Object.values(runs)) tf.dispose(adapter.weights);
  const rows = [
    ...rowsOfReference(reference, seed),
    ...methods.flatMap((name) => [...startOf(name, reference, seed), ...runs[name]!.rows]),
    ...regretRows,
  ];
  return { rows, runs, best, reference };
}

async function timed(
  run: () => Promise<MethodRun>,
  now: () => number = () => 0,
): Promise<TimedRun> {
  const started = now();
  return { ...await run(), seconds: (now() - started) / 1000 };
}

async function kept(
  store: FinishedRuns<Finished>,
  place: string,
  run: TimedRun,
): Promise<TimedRun> {
  await store.save(place, run);
  return run;
}

/** Regret of what each method played, against the best fixed adapter that hindsight knows. */
async function regretOf(
  { model, lora, beta, settings, eos }: InDomainOptions,
  rounds: readonly Round[],
  runs: Readonly<Record<string, TimedRun>>,
  seed: number,
): Promise<{ rows: MetricRow[]; best: string }> {
  const loss = dpo({ beta });
  const comparators: Record<string, number[]> = {
    reference: rounds.map(() => Math.LN2), // DPO's loss where the policy has not moved
  };
  for (const [name, { adapter }] of Object.entries(runs)) {
    comparators[name] = await lossesOf(model, adapter, rounds, loss);
  }
  const { lr } = settings.dpo ?? Object.values(settings)[0]!;
  for (const [name, rate] of [["offline", lr], ["offline, third of the rate", lr / 3]] as const) {
    const adapter: Adapter = await offlineFit(model, rounds, {
      lora,
      loss,
      lr: rate,
      seed,
      padId: eos,
    });
    comparators[name] = await lossesOf(model, adapter, rounds, loss);
    tf.dispose(adapter.weights);
  }
  const rows: MetricRow[] = [];
  let best = "";
  for (const [method, { played }] of Object.entries(runs)) {
    const tracker = regretTracker();
    for (const loss of played) tracker.record(loss);
    for (const [name, losses] of Object.entries(comparators)) tracker.compare(name, losses);
    const found = tracker.report();
    best = found.best;
    found.curve.forEach((value, t) =>
      rows.push({ method, seed, step: t + 1, metric: "regret", value })
    );
  }
  return { rows, best };
}

function recipeOf(name: string, { settings, ...common }: InDomainOptions) {
  const { recipe, settingsOf } = inDomainMethod(name);
  return recipe(settings[settingsOf]!, common);
}

function requireSettings(name: string, settings: Readonly<Record<string, Settings>>) {
  const { settingsOf } = inDomainMethod(name);
  if (settings[settingsOf]) return;
  throw new RangeError(
    `Cannot run "${name}" as there are no settings for "${settingsOf}": tune it, or give some`,
  );
}

/** Evenly spread over the rounds, the last one always among them. */
function checkpoints(rounds: number, count = 3): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(rounds * (i + 1) / count));
}

function rowsOfReference({ metrics }: Evaluation, seed: number): MetricRow[] {
  return Object.entries(metrics).map(([metric, value]) => ({
    method: "reference",
    seed,
    step: 0,
    metric,
    value,
  }));
}

/** Every method starts as the reference. */
function startOf(method: string, reference: Evaluation, seed: number): MetricRow[] {
  return rowsOfReference(reference, seed).map((row) => ({ ...row, method }));
}
