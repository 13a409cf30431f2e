/** One turn of the loop: rows to a batch, a step, a line of metrics. */
import { type EncodedPair, type PairBatch, type Row, type Tensors, tf } from "../base/mod.ts";
import { type Compiled, recordsSteps } from "../engine/mod.ts";
import { batchTensors } from "../logprobs/mod.ts";
import { batchPairs, type BatchPairsOptions } from "../tokens/mod.ts";
import { peakMemory, readScalars, requireFinite } from "./metrics.ts";
import type { TrainOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import { rowsOfStep, stepsPerEpoch } from "./stream.ts";

/** A step's batch, on the host and on the engine. */
export interface StepBatch {
  /** On the host. */
  readonly host: PairBatch;
  /** On the engine, with the reference's log-probabilities where they are needed; the caller owns them. */
  readonly tensors: Tensors;
}

/** Where steps are recorded for each shape of their batch, batches have few. */
const GRAIN = { time: 32, tokens: 128 } as const;

/** The batch of a step, counted from 0. */
export async function batchOfStep(
  { pairs, padId = 0 }: TrainOptions,
  { stream, objective, references }: Plan,
  step: number,
): Promise<StepBatch> {
  const indices = rowsOfStep(stream, step);
  const rows = Array.from(indices, (index) => pairs[index]!);
  const layout: BatchPairsOptions = recordsSteps() ? { padId, bucket: GRAIN } : { padId };
  const host = batchPairs(objective.answers === 2 ? rows : rows.map(chosenAlone), layout);
  const tensors = batchTensors(host);
  const reference = await references?.tensorsFor({ pairs: rows, layout, host, tensors });
  return { host, tensors: { ...tensors, ...reference } };
}

/**
 * Runs one step and reads its metrics.
 *
 * @throws {DivergenceError} If a metric is not finite.
 */
export async function runStep(
  compiled: Compiled,
  options: TrainOptions,
  plan: Plan,
  step: number,
): Promise<Row> {
  const started = performance.now();
  const { host, tensors } = await batchOfStep(options, plan, step);
  const metrics = await readScalars(compiled.run(tensors));
  tf.dispose(tensors);
  requireFinite(metrics, step + 1);
  const seconds = (performance.now() - started) / 1000;
  const tokens = host.lengths.reduce((sum, length) => sum + length, 0);
  return {
    step: step + 1,
    epoch: (step + 1) / stepsPerEpoch(plan.stream),
    ...metrics,
    pairs_per_s: host.pairs / seconds,
    tokens_per_s: tokens / seconds,
    padded: 1 - tokens / (host.rows * host.time),
    peak_rss_mb: peakMemory(),
  };
}

function chosenAlone(pair: EncodedPair): EncodedPair {
  return { ...pair, rejected: [] };
}
