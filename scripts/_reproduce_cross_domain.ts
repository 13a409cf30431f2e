/** `reproduce cross-domain`. */
import { join } from "node:path";
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  CROSS_DOMAIN_METHODS,
  CROSS_DOMAIN_PRESETS,
  CROSS_DOMAIN_SETTINGS,
  crossDomain,
} from "../lib/experiments/mod.ts";
import { crossDomainReport, report } from "../lib/report/mod.ts";
import { courseOf } from "./_cross_domain.ts";
import { crossContextOf } from "./_cross_domain_context.ts";
import { progress } from "./_progress.ts";
import { type Reproduced, seedsOf } from "./_reproduced.ts";
import type { ReproduceValues, Task } from "./_reproduce_options.ts";
import { say } from "./_say.ts";

/** Parts of a whole that the bar tells apart. */
const PARTS = 1000;

/** Runs the cross-domain experiment and writes its report. */
export async function reproduceCrossDomain(
  given: ReproduceValues & { readonly task: Task },
): Promise<Reproduced> {
  const started = performance.now();
  const preset = given.preset as "quick" | "full";
  const out = given.out ?? join("runs", `cross-domain-${given.task}-${preset}`);
  const { name, line } = await ensureEngine({ engine: given.engine, say });
  const course = await courseOf(given, preset);
  const planned = { ...CROSS_DOMAIN_PRESETS[preset], ...course.planned };
  const methods = given.methods ??
    (planned.methods === "all" ? Object.keys(CROSS_DOMAIN_METHODS) : planned.methods);
  const seeds = seedsOf(given, planned);
  const bar = progress({ label: given.task, total: PARTS });

  const result = await crossDomain({
    ...course,
    identity: { ...course.identity, engine: name },
    out,
    // A quick look is not a test.
    mayBeSupported: preset === "full",
    methods,
    seeds,
    settings: CROSS_DOMAIN_SETTINGS[given.task as keyof typeof CROSS_DOMAIN_SETTINGS],
    onProgress: (done, note) => bar.update(Math.floor(done * PARTS), { note }),
  });

  bar.done();
  const seconds = (performance.now() - started) / 1000;
  const context = crossContextOf(given, course, {
    preset,
    result,
    seeds: seeds.length,
    seconds,
    engine: line,
  });
  const content = crossDomainReport(result, context);
  await report(out, content);
  return { out, content };
}
