/** From a step to a graph. */
import { type Tensor, type Tensors, tf } from "../../base/mod.ts";
import { mapLeaves } from "../leaves.ts";
import type { NativeBackend } from "../native.ts";
import type { FlatStep } from "../runner.ts";
import { requireSameState } from "../same_state.ts";
import { type DataId, type Recorder, recorder } from "./recorder.ts";
import { savedModel } from "./saved_model.ts";
import { DTYPE, type Precision } from "./values.ts";

/** One input of a graph. */
export interface Feed {
  /** Its name. */
  readonly input: string;
  /** The data that stands for it in a run. */
  readonly find: (state: Tensors, batch: Tensors) => DataId;
  /** Whether a bfloat16 copy of the data goes in. */
  readonly narrow?: boolean;
}

/** A step as a graph. */
export interface Traced {
  /** The graph, as a SavedModel. */
  readonly bytes: Uint8Array;
  /** Inputs that the graph uses. */
  readonly feeds: readonly Feed[];
  /** Outputs of the graph for the leaves of the next state that change, by path. */
  readonly next: Readonly<Record<string, string>>;
  /** Outputs of the graph by metric. */
  readonly metrics: Readonly<Record<string, string>>;
}

/**
 * Runs the step once to write its ops down. Nothing is computed: that needs neither the memory nor the time of a step.
 *
 * @throws {TypeError} If the step reads a tensor, or gives its state other names, shapes or dtypes.
 * @throws {RangeError} If it uses an op whose shapes are not known.
 */
export function trace(
  backend: NativeBackend,
  step: FlatStep,
  state: Tensors,
  batch: Tensors,
  precision?: Precision,
): Traced {
  const recording = recorder(backend, precision);
  let traced: Traced | undefined;
  tf.tidy(() => {
    const stand = (what: string, leaves: Tensors) =>
      mapLeaves(
        (leaf, name) => recording.input(typeOf(backend, leaf), `${what} "${name}"`),
        leaves,
      );
    const inputs = { state: stand("the state's", state), batch: stand("the batch's", batch) };
    const [next, metrics] = recording.record(() => step(inputs.state, inputs.batch));
    requireSameState(state, next);
    const changed = Object.entries(next).filter(([path, leaf]) =>
      recording.valueOf(leaf) !== recording.valueOf(inputs.state[path]!)
    );
    const outputs = {
      next: outputsOf(recording, Object.fromEntries(changed)),
      metrics: outputsOf(recording, metrics),
    };
    const feeds = feedsOf(recording, inputs.state, inputs.batch);
    traced = { bytes: savedModel(recording.graph.nodes), feeds, ...outputs };
  });
  return traced!;
}

function typeOf(backend: NativeBackend, { shape, dtype }: Tensor) {
  return { shape, dtype: backend.getDTypeInteger(dtype) };
}

/** An input cannot be an output as it is, but what is identical to it can. */
function outputsOf(recording: Recorder, leaves: Tensors): Record<string, string> {
  return Object.fromEntries(
    Object.entries(leaves).map(([name, leaf]) => {
      const { source, dtype, isNarrow } = recording.valueOf(leaf);
      const { graph } = recording;
      if (isNarrow) return [name, endpoint(graph.cast(source, DTYPE.bfloat16, dtype))];
      return [name, endpoint(graph.isInput(source) ? graph.identity(source, dtype) : source)];
    }),
  );
}

function feedsOf(recording: Recorder, state: Tensors, batch: Tensors): Feed[] {
  const named = (leaves: Tensors, find: (name: string) => Feed["find"]): Feed[] =>
    Object.entries(leaves).map(([name, leaf]) => ({
      input: recording.valueOf(leaf).source,
      find: find(name),
    }));
  const outside = recording.captured().map(([dataId, { source }]) => ({
    input: source,
    find: () => dataId,
  }));
  const narrow = recording.narrowed().map(([dataId, input]) => ({
    input,
    find: () => dataId,
    narrow: true,
  }));
  return [
    ...named(state, (path) => (state) => state[path]!.dataId),
    ...named(batch, (name) => (_state, batch) => batch[name]!.dataId),
    ...outside,
    ...narrow,
  ]
    .filter(({ input }) => recording.graph.isUsed(input))
    .map((feed) => ({ ...feed, input: endpoint(feed.input) }));
}

/** `node:output`, as sessions name what goes in and comes out. */
function endpoint(source: string): string {
  return source.includes(":") ? source : `${source}:0`;
}
