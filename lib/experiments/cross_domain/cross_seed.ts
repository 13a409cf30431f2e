/** All methods on the domains of one seed. */
import { type MetricRow, tf } from "../../base/mod.ts";
import { dpo } from "../../losses/mod.ts";
import { instruments } from "../in_domain/instruments.ts";
import { unlessDiverged } from "../in_domain/unless_diverged.ts";
import type { CrossDomainOptions } from "./cross_domain.ts";
import { driftRows } from "./drift_rows.ts";
import { lessonsOf } from "./lessons.ts";
import { type DomainMetrics, type Measuring, measuring } from "./measure.ts";
import { metricRows } from "../in_domain/metric_rows.ts";
import { crossDomainMethod } from "./methods.ts";
import { moduleBank } from "./module_bank.ts";
import type { CrossStores } from "./stores.ts";
import { matrixOf, scoreForgetting, streamMetrics } from "./stream_metrics.ts";
import type { Continual, ContinualOptions, CrossWorld, Lesson } from "./types.ts";

/** What one seed gives. */
export interface CrossSeed {
  /** Every measurement; `step` counts the domains that were learnt. */
  readonly rows: readonly MetricRow[];
  /** Methods that diverged. */
  readonly diverged: readonly string[];
}

/** Runs all methods on the domains of one seed. */
export async function crossSeed(
  options: CrossDomainOptions,
  stores: CrossStores,
  seed: number,
  tell: (note: string, done: number) => void,
): Promise<CrossSeed> {
  const { model, eos, beta, methods, memory, settings } = options;
  tell("making the domains", 0);
  const world = await options.world(seed);
  const lessons = await lessonsOf(model, world, memory);
  const common = { ...options, loss: dpo({ beta }), seed, padId: eos };
  const bank = moduleBank(lessons, common, stores.modules);
  const tools = instruments(model);
  try {
    const measure = await measuring(world, { model, eos, beta, instruments: tools });
    const rows = metricRows("reference", seed, 0, measure.before);
    const diverged: string[] = [];
    for (const [at, name] of methods.entries()) {
      tell(name, at / methods.length);
      const own = settings[crossDomainMethod(name).settingsOf]!;
      const found = await runOf(name, { ...common, modules: bank, settings: own }, stores, {
        world,
        lessons,
        measure,
        tell: (domain) => tell(`${name}, ${domain}`, at / methods.length),
      });
      if (found) rows.push(...metricRows(name, seed, 0, measure.before), ...found);
      else diverged.push(name);
    }
    tell("regret where wishes drift", 1);
    rows.push(
      ...await driftRows({ world, lessons }, { ...common, modules: bank, methods, settings }),
    );
    return { rows, diverged };
  } finally {
    tools.dispose();
    await bank.dispose();
  }
}

/** What a run is measured on. */
interface Course {
  readonly world: CrossWorld;
  readonly lessons: readonly Lesson[];
  readonly measure: Measuring;
  readonly tell: (domain: string) => void;
}

/** A method's rows, from the store where they are there; undefined where it diverged. */
async function runOf(
  name: string,
  options: ContinualOptions,
  { runs }: CrossStores,
  course: Course,
): Promise<readonly MetricRow[] | undefined> {
  const place = `${options.seed}/${name}`;
  const known = await runs.load(place);
  if (known) {
    tf.dispose(known.adapter.weights);
    return known.rows;
  }
  const run = crossDomainMethod(name).start(options);
  try {
    return await unlessDiverged(() => learnt(name, run, course, (kept) => runs.save(place, kept)));
  } finally {
    run.dispose();
  }
}

async function learnt(
  method: string,
  run: Continual,
  { world, lessons, measure, tell }: Course,
  keep: (kept: Parameters<CrossStores["runs"]["save"]>[1]) => Promise<void>,
): Promise<readonly MetricRow[]> {
  const rows: MetricRow[] = [];
  const after: DomainMetrics[] = [];
  const names = world.domains.map(({ name }) => name);
  for (const [t, lesson] of lessons.entries()) {
    tell(lesson.name);
    const served = await run.learn(lesson);
    try {
      const last = t + 1 === lessons.length;
      // Samples of the first domain are compared between the first domain's end and the last one's.
      after.push(await (t === 0 || last ? measure.whole(served) : measure.pairs(served)));
      rows.push(...metricRows(method, world.seed, t + 1, { ...after.at(-1), ...served.notes }));
      if (last) {
        const matrix = matrixOf(names, measure.before, after);
        const whole = { ...streamMetrics(matrix), ...scoreForgetting(names, after) };
        rows.push(...metricRows(method, world.seed, t + 1, whole));
        await keep({ rows, adapter: served.adapterOf(t) });
      }
    } finally {
      served.dispose();
    }
  }
  return rows;
}
