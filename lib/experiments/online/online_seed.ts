/** All methods on the prompts of one seed. */
import { type MetricRow, tf } from "../../base/mod.ts";
import { dpo } from "../../losses/mod.ts";
import type { FinishedRuns } from "../../train/mod.ts";
import { roundsOf } from "../in_domain/batches.ts";
import { evaluatePolicy, referencePoint } from "../in_domain/evaluate_policy.ts";
import type { Evaluation } from "../in_domain/evaluation.ts";
import { instruments } from "../in_domain/instruments.ts";
import { checkpoints, rowsOf } from "../in_domain/run_seed.ts";
import { unlessDiverged } from "../in_domain/unless_diverged.ts";
import { onlineMethod } from "./methods.ts";
import type { OnlinePreferencesOptions } from "./online.ts";
import { type OnlineRun, runOnline, type RunOnlineOptions } from "./run_online.ts";

/** A finished run and how long it took, sampling and evaluations included, in seconds. */
export type TimedOnlineRun = OnlineRun & { readonly seconds: number };

/** Finished runs by `seed/name`. */
export type OnlineStore = FinishedRuns<Omit<TimedOnlineRun, "adapter">>;

/** What one seed gives. */
export interface OnlineSeed {
  /** Every measurement. */
  readonly rows: readonly MetricRow[];
  /** Finished runs by method; their adapters are gone. */
  readonly runs: Readonly<Record<string, TimedOnlineRun>>;
  /** Methods that diverged. */
  readonly diverged: readonly string[];
  /** Evaluation of the reference. */
  readonly reference: Evaluation;
}

/** Runs all methods on the prompts of one seed; `tell` is told rounds done within the seed. */
export async function onlineSeed(
  options: OnlinePreferencesOptions & { readonly evaluations: number },
  store: OnlineStore,
  seed: number,
  tell: (done: number, note: string) => void,
): Promise<OnlineSeed> {
  const { model, eos, beta, lora, temperature, methods, evaluations } = options;
  tell(0, "making the stream");
  const world = await options.world(seed);
  const rounds = await roundsOf(model, world);
  const tools = instruments(model);
  try {
    const about = { model, eos, world, beta, instruments: tools };
    const { point, evaluation: reference } = await referencePoint(about);
    const runs: Record<string, TimedOnlineRun> = {};
    const diverged: string[] = [];
    for (const [at, name] of methods.entries()) {
      const run = await finished(options, store, name, {
        ...about,
        rounds,
        lora,
        temperature,
        seed,
        loss: dpo({ beta }),
        padId: eos,
        checkpoints: checkpoints(rounds.length, evaluations),
        evaluate: (adapter) => evaluatePolicy(about, point, adapter),
        onRound: (done) => tell(at * rounds.length + done, name),
      });
      if (run) runs[name] = run;
      else diverged.push(name);
      tell((at + 1) * rounds.length, name);
    }
    tf.dispose(Object.values(runs).map(({ adapter }) => adapter.weights));
    const rows = [
      ...rowsOf("reference", reference, seed),
      // Every method starts as the reference.
      ...Object.entries(runs).flatMap(([name, run]) => [
        ...rowsOf(name, reference, seed),
        ...run.rows,
      ]),
    ];
    return { rows, runs, diverged, reference };
  } finally {
    tools.dispose();
  }
}

/** A method's run, from the store where it is there; undefined where it diverged. */
async function finished(
  { settings, now = () => 0, ...common }: OnlinePreferencesOptions,
  store: OnlineStore,
  name: string,
  options: RunOnlineOptions,
): Promise<TimedOnlineRun | undefined> {
  const place = `${options.seed}/${name}`;
  const known = await store.load(place);
  if (known) return known;
  const { recipe, course, settingsOf } = onlineMethod(name);
  const started = now();
  const fresh = await unlessDiverged(() =>
    runOnline(name, { recipe: recipe(settings[settingsOf]!, common), course }, options)
  );
  if (!fresh) return undefined;
  const timed = { ...fresh, seconds: (now() - started) / 1000 };
  await store.save(place, timed);
  return timed;
}
