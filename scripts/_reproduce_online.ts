/** `reproduce online`. */
import { join } from "node:path";
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  ONLINE_METHODS,
  ONLINE_PRESETS,
  onlinePreferences,
  TUNED_SETTINGS,
} from "../lib/experiments/mod.ts";
import { onlineReport, report } from "../lib/report/mod.ts";
import { streamOf } from "./_in_domain.ts";
import { onlineContextOf } from "./_online_context.ts";
import { progress } from "./_progress.ts";
import { reproduceRegret } from "./_reproduce_regret.ts";
import { type Reproduced, seedsOf } from "./_reproduced.ts";
import type { ReproduceValues, Task } from "./_reproduce_options.ts";
import { say } from "./_say.ts";

/** What is asked for, with its task. */
type Given = ReproduceValues & { readonly task: Task };

/** What each task runs. */
const RUNS: Partial<Record<Task, (given: Given) => Promise<Reproduced>>> = {
  sentiment: reproduceSentiment,
  regret: reproduceRegret,
};

/** Runs a task of the online experiment and writes its report. */
export function reproduceOnline(given: Given): Promise<Reproduced> {
  return RUNS[given.task]!(given);
}

/** Offline and online preferences on controlled sentiment. */
async function reproduceSentiment(given: Given): Promise<Reproduced> {
  const started = performance.now();
  const preset = given.preset as "quick" | "full";
  const planned = ONLINE_PRESETS[preset];
  const methods = given.methods ??
    (planned.methods === "all" ? Object.keys(ONLINE_METHODS) : planned.methods);
  const seeds = seedsOf(given, planned);
  const out = given.out ?? join("runs", `online-${given.task}-${preset}`);
  const { name, line } = await ensureEngine({ engine: given.engine, say });
  const stream = await streamOf(given, preset);
  const bar = progress({
    label: given.task,
    total: seeds.length * methods.length * stream.rounds,
  });

  const result = await onlinePreferences({
    ...stream,
    identity: { ...stream.identity, engine: name },
    temperature: given.temperature,
    out,
    mayBeSupported: preset === "full",
    methods,
    seeds,
    settings: TUNED_SETTINGS,
    now: () => performance.now(),
    onProgress: (done, _total, note) => bar.update(done, { note }),
  });

  bar.done();
  const seconds = (performance.now() - started) / 1000;
  const context = onlineContextOf(given, stream, {
    preset,
    result,
    seeds: seeds.length,
    seconds,
    engine: line,
  });
  const content = onlineReport(result, context);
  await report(out, content);
  return { out, content };
}
