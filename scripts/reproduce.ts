/** Runs an experiment and writes its report. */
import { join } from "node:path";
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  IN_DOMAIN_METHODS,
  IN_DOMAIN_PRESETS,
  IN_DOMAIN_SAMPLING,
  inDomain,
  type InDomainResult,
  TUNED,
  TUNED_SETTINGS,
  TUNING,
} from "../lib/experiments/mod.ts";
import { inDomainReport, report, tableMarkdown } from "../lib/report/mod.ts";
import { peakMemory } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments, type Values } from "./_arguments.ts";
import { engineOption } from "./_engine_option.ts";
import { formatDuration } from "./_format.ts";
import { type Stream, streamOf, streamOptions } from "./_in_domain.ts";
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
  const context = contextOf(values, stream, { result, seconds, engine: line });
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

function contextOf(
  values: Values<typeof spec>,
  { rounds, beta, identity, facts }: Stream,
  { result, seconds, engine }: { result: InDomainResult; seconds: number; engine: string },
) {
  const { task, preset, model } = values;
  const seeds = Object.keys(result.best).length;
  return {
    title: `OFS-DPO in domain: ${task}`,
    lead: [
      `${
        story(values)
      } The pairs arrive in ${rounds} rounds; every method sees the same stream, seed by seed.`,
      `Preset ${preset}, ${seeds} seed${seeds === 1 ? "" : "s"}. ${
        preset === "quick" ? "This preset is for a look and supports no claim. " : ""
      }${provenance(identity)}`,
      ...Object.entries(result.diverged).map(([method, on]) =>
        `${method} diverged on seed ${on.join(", ")} and has no figures there.`
      ),
    ],
    facts: [
      ["base model", model],
      ...facts,
      ["β", beta],
      ["rounds", rounds],
      ["seeds", seeds],
      ["engine", engine.replace("engine: ", "")],
      ["wall time of this call", formatDuration(seconds)],
      ["peak memory of this call", `${(peakMemory() / 1024).toFixed(2)} GiB`],
    ] as const,
  };
}

function story({ task, data, temperature }: Values<typeof spec>): string {
  if (task === "dialogue") {
    return "Human-labelled dialogues: Anthropic HH helpful-base, its official test file in a split of our own, by the first question. The base has read film reviews alone: this is about ranking under the noise of human labels, not about good dialogue.";
  }
  return `Controlled sentiment: prefixes of 2 to 8 tokens ${
    data === undefined ? "that the base model wrote" : "from real reviews"
  }, four completions each, sampled once from the reference, labelled by a sentiment classifier through Bradley-Terry at temperature ${temperature}. Policies are sampled, and their log-probabilities taken, at temperature ${IN_DOMAIN_SAMPLING}.`;
}

/** Where the settings come from: tuned on such a stream, or on another. */
function provenance(identity: Readonly<Record<string, unknown>>): string {
  const differing = ["task", "model", "judge", "sizes", "prefixes"].filter((name) =>
    JSON.stringify(identity[name]) !== JSON.stringify(TUNING.identity[name])
  );
  const { criterion, seeds, trials } = TUNING;
  const how = `${
    trials.length / TUNED.length
  } trials for each of ${TUNED.length} methods, by ${criterion} on seeds ${
    seeds.join(" and ")
  }, none of them reported`;
  return differing.length === 0
    ? `Settings: ${how}.`
    : `Settings were tuned on another stream (it differs in ${differing.join(", ")}): ${how}.`;
}
