/** `reproduce in-domain`. */
import { join } from "node:path";
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  IN_DOMAIN_METHODS,
  IN_DOMAIN_PRESETS,
  inDomain,
  TUNED_SETTINGS,
} from "../lib/experiments/mod.ts";
import { inDomainReport, report } from "../lib/report/mod.ts";
import { streamOf } from "./_in_domain.ts";
import { contextOf } from "./_in_domain_context.ts";
import { progress } from "./_progress.ts";
import { type Reproduced, seedsOf } from "./_reproduced.ts";
import type { ReproduceValues, Task } from "./_reproduce_options.ts";
import { say } from "./_say.ts";

/** Runs the in-domain experiment and writes its report. */
export async function reproduceInDomain(
  given: ReproduceValues & { readonly task: Task },
): Promise<Reproduced> {
  const started = performance.now();
  const preset = given.preset as "quick" | "full";
  const planned = IN_DOMAIN_PRESETS[preset];
  const methods = given.methods ??
    (planned.methods === "all" ? Object.keys(IN_DOMAIN_METHODS) : planned.methods);
  const seeds = seedsOf(given, planned);
  const out = given.out ?? join("runs", `in-domain-${given.task}-${preset}`);
  const { name, line } = await ensureEngine({ engine: given.engine, say });
  const stream = await streamOf(given, preset);
  const bar = progress({
    label: given.task,
    total: seeds.length * methods.length * stream.rounds,
  });

  const result = await inDomain({
    ...stream,
    identity: { ...stream.identity, engine: name },
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
  const context = contextOf(given, stream, { preset, result, seconds, engine: line });
  const content = inDomainReport(result, context);
  await report(out, content);
  return { out, content };
}
