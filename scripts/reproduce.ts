/** Runs an experiment and writes its report. */
import { join } from "node:path";
import {
  COMPARED_LOSSES,
  CROSS_DOMAIN_METHODS,
  IN_DOMAIN_METHODS,
  ONLINE_METHODS,
  ONLINE_REGRET_METHODS,
} from "../lib/experiments/mod.ts";
import { tableMarkdown } from "../lib/report/mod.ts";
import { main, readArguments, UsageError } from "./_arguments.ts";
import { formatDuration } from "./_format.ts";
import { idleTaskOptions } from "./_idle_task_options.ts";
import { reproduceCrossDomain } from "./_reproduce_cross_domain.ts";
import { reproduceInDomain } from "./_reproduce_in_domain.ts";
import { reproduceLosses } from "./_reproduce_losses.ts";
import { reproduceOnline } from "./_reproduce_online.ts";
import { reproduceOptions, type Task, type TASKS } from "./_reproduce_options.ts";
import type { Reproduced } from "./_reproduced.ts";
import { say } from "./_say.ts";
import { taskOf } from "./_task_of.ts";
import { writeText } from "./_write.ts";

const EXPERIMENTS = {
  "in-domain": reproduceInDomain,
  "cross-domain": reproduceCrossDomain,
  "online": reproduceOnline,
  "losses": reproduceLosses,
} as const;

const METHODS = {
  "in-domain": IN_DOMAIN_METHODS,
  "cross-domain": CROSS_DOMAIN_METHODS,
  "online": ONLINE_METHODS,
  "losses": COMPARED_LOSSES,
} as const;

await main(async () => {
  const { values, given } = readArguments(reproduceOptions, Deno.args, {
    task: "reproduce",
    summary:
      "Runs an experiment from the repository alone, or on real data, and writes its report.",
    positional: ["experiment"],
    examples: [
      "in-domain",
      "in-domain --preset full --out runs/in-domain",
      "in-domain --task dialogue --data DATA",
      "in-domain --methods dpo,ofs-dpo,dpo-ema --seeds 3",
      "cross-domain",
      "cross-domain --methods cofs-dpo,seq-dpo,replay --seeds 3",
      "online --preset full",
      "online --task regret",
      "losses --task summaries --data DATA --model models/posts",
    ],
  });
  const started = performance.now();
  const experiment = values.experiment as keyof typeof TASKS;
  const task = taskOf(experiment, values.task);
  requireMethods(experiment, task, values.methods);
  for (const line of idleTaskOptions(task, given)) say(line);
  const done = await EXPERIMENTS[experiment]({ ...values, task });
  writeText(Deno.stdout, summary(done));
  const seconds = (performance.now() - started) / 1000;
  say(`reproduce: ${formatDuration(seconds)}; report in ${join(done.out, "report.html")}`);
});

function requireMethods(
  experiment: keyof typeof TASKS,
  task: Task,
  asked: readonly string[] = [],
) {
  if (task === "recommend" && asked.length > 0) {
    throw new UsageError(
      "--methods is none of --task recommend's: it compares numbers of rejected answers. See --help.",
    );
  }
  const known = Object.keys(task === "regret" ? ONLINE_REGRET_METHODS : METHODS[experiment]);
  const other = asked.find((name) => !known.includes(name));
  if (other === undefined) return;
  const whose = task === "regret" ? "--task regret" : experiment;
  throw new UsageError(
    `--methods ${other} is not one of ${whose}'s: ${known.join(", ")}. See --help.`,
  );
}

/** What standard output carries: the table of methods and the verdicts. */
function summary({ content: { claims, sections } }: Reproduced): string {
  const lines = claims.map(({ claim, verdict, evidence }) => `${verdict}: ${claim} (${evidence})`);
  return `${tableMarkdown(sections[0]!.table!)}\n${lines.join("\n")}\n`;
}
