/** `reproduce online --task regret`. */
import { join } from "node:path";
import {
  ONLINE_REGRET_METHODS,
  ONLINE_REGRET_PRESETS,
  onlineRegret,
  type RegretSizes,
} from "../lib/experiments/mod.ts";
import { type ExperimentContext, regretReport, report } from "../lib/report/mod.ts";
import { callFacts } from "./_circumstances.ts";
import { progress } from "./_progress.ts";
import type { Reproduced } from "./_reproduced.ts";
import type { ReproduceValues, Task } from "./_reproduce_options.ts";

/** Parts of a whole that the bar tells apart. */
const PARTS = 1000;

/** Runs the regret experiment, which needs neither model nor engine, and writes its report. */
export async function reproduceRegret(
  given: ReproduceValues & { readonly task: Task },
): Promise<Reproduced> {
  const started = performance.now();
  const preset = given.preset as "quick" | "full";
  const sizes = sizesOf(given, ONLINE_REGRET_PRESETS[preset]);
  const out = given.out ?? join("runs", `online-${given.task}-${preset}`);
  const bar = progress({ label: given.task, total: PARTS });

  const result = await onlineRegret({
    sizes,
    methods: given.methods ?? Object.keys(ONLINE_REGRET_METHODS),
    onProgress: (done, note) => bar.update(Math.floor(done * PARTS), { note }),
  });

  bar.done();
  const seconds = (performance.now() - started) / 1000;
  const content = regretReport(result, contextOf(sizes, seconds));
  await report(out, content);
  return { out, content };
}

function sizesOf(
  { seeds, rounds }: Pick<ReproduceValues, "seeds" | "rounds">,
  planned: RegretSizes,
): RegretSizes {
  return {
    ...planned,
    ...(seeds === undefined ? {} : { seeds, boundSeeds: seeds }),
    ...(rounds === undefined ? {} : { rounds, watchedRounds: rounds }),
  };
}

function contextOf(sizes: RegretSizes, seconds: number): ExperimentContext {
  const { seeds, boundSeeds, rounds, watchedRounds, pairs } = sizes;
  return {
    title: "Regret that can be checked",
    lead: [
      "On a log-linear policy DPO is convex: logistic regression on differences of features. The best fixed policy in hindsight is then exact, with a certificate, and what theorems promise of the regret can be held against it. Streams, features and truths are drawn from seeds; there is no language model here.",
      "Bounds are verified for α = 0 on this convex surrogate, and for nothing else. The chase between a fast and a slow module (α > 0) is covered by no theorem that we know of: its regret is measured. A LoRA module of a language model is not convex either.",
      "The chase stands beside its controls: DPO at other rates, at a decaying rate, with averaged points, and two modules that swap roles without a chase. All settings are round numbers; none was tuned.",
    ],
    facts: [
      ["β", 0.5],
      ["features", "20; 6 where bounds are checked"],
      ["pairs of a round", `${pairs}; 1 where bounds are checked`],
      ["rounds", `${rounds}; ${watchedRounds} where the modules are watched`],
      ["rates", "DPO and fast module 1, slow module 0.3"],
      ["seeds where bounds are checked", boundSeeds],
      ...callFacts({ seeds, engine: "none, plain numbers", seconds }),
    ],
  };
}
