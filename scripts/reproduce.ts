/** Runs an experiment and writes its report. */
import { join } from "node:path";
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  IN_DOMAIN_METHODS,
  IN_DOMAIN_PRESETS,
  inDomain,
  type InDomainResult,
  TUNED_SETTINGS,
} from "../lib/experiments/mod.ts";
import { inDomainReport, report, tableMarkdown } from "../lib/report/mod.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { engineOption } from "./_engine_option.ts";
import { formatDuration } from "./_format.ts";
import { streamOf } from "./_in_domain.ts";
import { contextOf } from "./_in_domain_context.ts";
import { streamOptions } from "./_in_domain_options.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";
import { writeText } from "./_write.ts";

const spec = defineOptions({
  experiment: {
    type: "string",
    required: true,
    choices: ["in-domain"],
    help: "Which experiment.",
  },
  preset: {
    type: "string",
    choices: ["quick", "full"],
    default: "quick",
    group: "Size",
    help: "A look in minutes (two seeds, three methods), or figures to rely on.",
  },
  methods: {
    type: "list",
    choices: Object.keys(IN_DOMAIN_METHODS),
    group: "Size",
    help: "Methods to run instead of the preset's.",
  },
  seeds: {
    type: "integer",
    min: 1,
    group: "Size",
    help: "Number of seeds, counted from 0, instead of the preset's.",
  },
  ...streamOptions,
  ...engineOption,
  out: {
    type: "string",
    placeholder: "folder",
    group: "Run",
    help:
      "Folder of the report and of finished runs; one that was interrupted is gone on with. Without it, one under runs/.",
  },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "reproduce",
    summary:
      "Runs an experiment from the repository alone, or on real data, and writes its report.",
    positional: ["experiment"],
    examples: [
      "in-domain",
      "in-domain --preset full --out runs/in-domain",
      "in-domain --task dialogue --data DATA",
      "in-domain --methods dpo,ofs-dpo,dpo-ema --seeds 3",
    ],
  });
  const started = performance.now();
  const preset = values.preset as "quick" | "full";
  const planned = IN_DOMAIN_PRESETS[preset];
  const methods = values.methods ??
    (planned.methods === "all" ? Object.keys(IN_DOMAIN_METHODS) : planned.methods);
  const seeds = Array.from({ length: values.seeds ?? planned.seeds }, (_, seed) => seed);
  const out = values.out ?? join("runs", `in-domain-${values.task}-${preset}`);
  const { name, line } = await ensureEngine({ engine: values.engine, say });
  const stream = await streamOf(values, preset);
  const bar = progress({
    label: values.task,
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
  const context = contextOf(values, stream, { preset, result, seconds, engine: line });
  const content = inDomainReport(result, context);
  await report(out, content);
  writeText(Deno.stdout, summary(result, content));
  say(`reproduce: ${formatDuration(seconds)}; report in ${join(out, "report.html")}`);
});

/** What standard output carries: the table of methods and the verdicts. */
function summary(
  { claims }: InDomainResult,
  { sections }: ReturnType<typeof inDomainReport>,
): string {
  const lines = claims.map(({ claim, verdict, evidence }) => `${verdict}: ${claim} (${evidence})`);
  return `${tableMarkdown(sections[0]!.table!)}\n${lines.join("\n")}\n`;
}
