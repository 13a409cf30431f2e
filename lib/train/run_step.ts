/** One turn of the loop: rows to a batch, a step, a line of metrics. */
import { type EncodedPair, type PairBatch, type Row, type Tensors, tf } from "../base/mod.ts";
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

/** How a batch becomes parts. */
type Layout = Pick<Plan, "objective" | "passes" | "references">;

/** The batch of a step, counted from 0, in as many parts as it takes passes. */
export function partsOfStep(
  { pairs }: TrainOptions,
  plan: Plan,
  step: number,
): Promise<StepPart[]> {
  return partsOfBatch(Array.from(rowsOfStep(plan.stream, step), (index) => pairs[index]!), plan);
}

/** A batch in as many parts as it takes passes. */
export async function partsOfBatch(
  batch: readonly EncodedPair[],
  { objective, passes, references }: Layout,
): Promise<StepPart[]> {
  const parts: StepPart[] = [];
  try {
    for (const pass of passes.partsOf(batch.map(seenBy(objective)))) {
      parts.push(await partOf(pass, references));
    }
    return parts;
  } catch (error) {
    disposeParts(parts);
    throw error;
  }
}

async function partOf(
  { pairs, layout }: Pass,
  references: Plan["references"],
): Promise<StepPart> {
  const host = batchPairs(pairs, layout);
  const tensors = batchTensors(host);
  try {
    const reference = await references?.tensorsFor({ pairs, layout, host, tensors });
    return { host, tensors: { ...tensors, ...reference } };
  } catch (error) {
    tf.dispose(tensors);
    throw error;
  }
}

async function metricsOf(runs: Runs, parts: readonly StepPart[]) {
  try {
    return await readScalars(runs.step(parts));
  } finally {
    disposeParts(parts);
  }
}

function disposeParts(parts: readonly StepPart[]) {
  for (const { tensors } of parts) tf.dispose(tensors);
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
  const row = await runParts(runs, parts, { step: step + 1, started });
  return { step: step + 1, epoch: (step + 1) / stepsPerEpoch(plan.stream), ...row };
}

/**
 * Runs the parts of a step, which it disposes of.
 *
 * @param step Number of the step, for the message.
 * @param started When making the parts began, in ms.
 * @returns Metrics, rates and memory.
 * @throws {DivergenceError} If a metric is not finite.
 */
export async function runParts(
  runs: Runs,
  parts: readonly StepPart[],
  { step, started }: { readonly step: number; readonly started: number },
): Promise<Row> {
  const metrics = await metricsOf(runs, parts);
  requireFinite(metrics, step);
  const seconds = (performance.now() - started) / 1000;
  const total = (count: (host: PairBatch) => number) =>
    parts.reduce((sum, { host }) => sum + count(host), 0);
  const tokens = total(({ lengths }) => lengths.reduce((sum, length) => sum + length, 0));
  return {
    ...metrics,
    pairs_per_s: total(({ pairs }) => pairs) / seconds,
    tokens_per_s: tokens / seconds,
    padded: 1 - tokens / total(({ rows, time }) => rows * time),
    peak_rss_mb: peakMemory(),
  };
}
