/** One turn of the loop: rows to a batch, a step, a line of metrics. */
import { type PairBatch, type Row, type Tensors, tf } from "../base/mod.ts";
import { batchTensors } from "../logprobs/mod.ts";
import { batchPairs } from "../tokens/mod.ts";
import { peakMemory, readScalars, requireFinite } from "./metrics.ts";
import type { TrainOptions } from "./options.ts";
import type { Pass } from "./passes.ts";
import type { Plan } from "./plan.ts";
import type { Runs } from "./runs.ts";
import { seenBy } from "./seen_by.ts";
import { rowsOfStep, stepsPerEpoch } from "./stream.ts";

/** What one pass of a step takes, on the host and on the engine. */
export interface StepPart {
  /** On the host. */
  readonly host: PairBatch;
  /** On the engine, with what the reference says where that is needed; the caller owns them. */
  readonly tensors: Tensors;
}

/** The batch of a step, counted from 0, in as many parts as it takes passes. */
export async function partsOfStep(
  { pairs }: TrainOptions,
  plan: Plan,
  step: number,
): Promise<StepPart[]> {
  const { stream, objective, passes } = plan;
  const batch = Array.from(rowsOfStep(stream, step), (index) => pairs[index]!);
  const parts: StepPart[] = [];
  for (const pass of passes.partsOf(batch.map(seenBy(objective)))) {
    parts.push(await partOf(pass, plan));
  }
  return parts;
}

async function partOf({ pairs, layout }: Pass, { references }: Plan): Promise<StepPart> {
  const host = batchPairs(pairs, layout);
  const tensors = batchTensors(host);
  const reference = await references?.tensorsFor({ pairs, layout, host, tensors });
  return { host, tensors: { ...tensors, ...reference } };
}

/**
 * Runs one step and reads its metrics.
 *
 * @throws {DivergenceError} If a metric is not finite.
 */
export async function runStep(
  runs: Runs,
  options: TrainOptions,
  plan: Plan,
  step: number,
): Promise<Row> {
  const started = performance.now();
  const parts = await partsOfStep(options, plan, step);
  const metrics = await readScalars(runs.step(parts));
  for (const { tensors } of parts) tf.dispose(tensors);
  requireFinite(metrics, step + 1);
  const seconds = (performance.now() - started) / 1000;
  const total = (count: (host: PairBatch) => number) =>
    parts.reduce((sum, { host }) => sum + count(host), 0);
  const tokens = total(({ lengths }) => lengths.reduce((sum, length) => sum + length, 0));
  return {
    step: step + 1,
    epoch: (step + 1) / stepsPerEpoch(plan.stream),
    ...metrics,
    pairs_per_s: total(({ pairs }) => pairs) / seconds,
    tokens_per_s: tokens / seconds,
    padded: 1 - tokens / total(({ rows, time }) => rows * time),
    peak_rss_mb: peakMemory(),
  };
}
