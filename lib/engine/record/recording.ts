/** A recorded step, loaded and run. */
import { type Tensor, type Tensors, tf } from "../../base/mod.ts";
import { type NativeBackend, nativeBackend } from "../native.ts";
import type { FlatStep, Runner } from "../runner.ts";
import { holdNarrowed, narrowedId } from "./narrowed.ts";
import { loadGraph } from "./saved_model.ts";
import { type Feed, trace } from "./trace.ts";
import type { Precision } from "./values.ts";

/**
 * Records a step for the shapes of a batch.
 *
 * State, batch and whatever the step closes over are inputs of the graph, which costs no copy on the host: recordings for
 * several shapes share one state, and the weights of a frozen base are held once. On a GPU inputs
 * and outputs cross the bus in every run.
 *
 * @throws {TypeError} If the step reads a tensor, or gives its state other names, shapes or dtypes.
 * @throws {RangeError} If it uses an op whose shapes are not known.
 */
export function record(
  step: FlatStep,
  state: Tensors,
  batch: Tensors,
  precision?: Precision,
): Runner {
  const backend = nativeBackend();
  const { bytes, feeds, next, metrics } = trace(backend, step, state, batch, precision);
  const outputs = [...new Set([...Object.values(next), ...Object.values(metrics)])];
  const names = { inputs: feeds.map(({ input }) => input).join(), outputs: outputs.join() };
  const narrow = feeds.filter(({ narrow }) => narrow).map(({ find }) => find(state, batch));
  const letGo = holdNarrowed(backend, narrow);
  const model = loadGraph(backend.binding, bytes);
  return {
    run(state, batch) {
      const made = outputs.length === 0 ? [] : backend.binding.runSavedModel(
        model,
        idsOf(backend, feeds, state, batch),
        names.inputs,
        names.outputs,
      );
      const take = ownedOnce(
        new Map(outputs.map((output, i) => [output, backend.createOutputTensor(made[i]!)])),
      );
      const changed = mapValues((output) => tf.keep(take(output)), next);
      return { next: { ...state, ...changed }, metrics: mapValues(take, metrics) };
    },
    dispose() {
      backend.binding.deleteSavedModel(model);
      letGo();
    },
  };
}

/** What libtensorflow calls the data that goes in; data that it was not given yet is handed over here. */
function idsOf(backend: NativeBackend, feeds: readonly Feed[], state: Tensors, batch: Tensors) {
  const data = feeds.map(({ find }) => find(state, batch));
  if (!data.every((dataId) => backend.tensorMap.has(dataId))) {
    throw new TypeError("Cannot run the step as a tensor that it closed over has been disposed");
  }
  const ids = backend.getInputTensorIds(data.map((dataId) => ({ dataId })));
  return ids.map((id, i) => feeds[i]!.narrow ? narrowedId(data[i]!) : id);
}

/** Gives each tensor itself to the first who asks for it and a clone to the others, so that each has one owner. */
function ownedOnce(tensors: ReadonlyMap<string, Tensor>): (name: string) => Tensor {
  const taken = new Set<string>();
  return (name) => {
    const tensor = tensors.get(name)!;
    if (taken.has(name)) return tensor.clone();
    taken.add(name);
    return tensor;
  };
}

function mapValues<T>(
  fn: (value: string) => T,
  record: Readonly<Record<string, string>>,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fn(value)]));
}
