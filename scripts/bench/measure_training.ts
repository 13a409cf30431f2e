/** Trains once and tells what it took. */
import process from "node:process";
import { loadModel, peakMemory, readAdapter, train } from "../../lib/train/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { adamw } from "../../lib/optim/mod.ts";
import { matmulSeconds, PRODUCT } from "./matmul_rate.ts";
import { median } from "./figures.ts";
import { readEncoded } from "./rows.ts";
import type { Precision, Prepared, TrainCase, TrainOutcome } from "./types.ts";
import { versions } from "./versions.ts";
import { objectiveFor } from "./work.ts";

/** A training run, and where its parts lie. */
export interface TrainRequest extends TrainCase, Omit<Prepared, "rows" | "model"> {
  readonly task: "train";
  readonly folder: string;
  readonly file: string;
  readonly precision: Precision;
  /** Learning rate and β, the same on both sides. */
  readonly rate: number;
  readonly beta: number;
}

/** Runs `train` as any user would; what it needs is in memory before the clock starts. */
export async function measureTraining(
  request: TrainRequest,
  engine: Engine,
): Promise<TrainOutcome> {
  const model = await loadModel(request.folder);
  const start = await readAdapter(request.start, model.config);
  const pairs = await readEncoded(request.file);
  const products = await matmulSeconds();
  const ends: number[] = [];
  const cpu: number[] = [];
  const padded: number[] = [];
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const { metrics } = await train({
    model,
    start,
    pairs,
    objective: objectiveFor(request, request.beta),
    optimiser: adamw({ rate: request.rate }),
    batchSize: request.batchSize,
    steps: request.steps,
    precision: request.precision,
    onStep: (row) => {
      ends.push(performance.now());
      const { user, system } = process.cpuUsage(cpuBefore);
      cpu.push((user + system) / 1e6);
      padded.push(Number(row.padded ?? NaN));
    },
  });
  const peak = peakMemory(); // before anything else is computed
  const mean = padded.reduce((a, b) => a + b, 0) / padded.length;
  return {
    run_s: (ends.at(-1)! - started) / 1000,
    step_s: ends.map((end, i) => (end - (ends[i - 1] ?? started)) / 1000),
    cpu_s: cpu,
    loss: metrics.map(({ loss }) => Number(loss)),
    peak_rss_mb: peak,
    // Before and after, so that what changes meanwhile shows in both.
    matmul_flops_per_s: PRODUCT / median([...products, ...await matmulSeconds()]),
    versions: versions(engine),
    ...(Number.isFinite(mean) && { padded: mean }),
  };
}
