/** Stands in for the native binding while a step runs, and writes its ops down instead of computing them. */
import type { Tensor } from "../../base/mod.ts";
import type { Binding, HostValues, Made, NativeBackend, OpAttribute, TensorId } from "../native.ts";
import { completed } from "./attributes.ts";
import { type GraphBuilder, graphBuilder } from "./graph.ts";
import { ruleOf } from "./rules/mod.ts";
import type { Typed, Value } from "./values.ts";

/** TensorFlow.js' handle of the data of a tensor, which several tensors may share. */
export type DataId = Tensor["dataId"];

/** A step on its way into a graph. */
export interface Recorder {
  /** The graph so far. */
  readonly graph: GraphBuilder;
  /** Data from outside that the step closed over, and the graph's input that stands for each. */
  readonly captured: ReadonlyMap<DataId, Value>;
  /** A tensor that stands for an input of the graph; it belongs to the surrounding tidy. */
  input(typed: Typed, label: string): Tensor;
  /** Runs `fn` with every op going into the graph. */
  record<T>(fn: () => T): T;
  /** What is known of a tensor that the step gave. */
  valueOf(tensor: Tensor): Value;
}

/** Ids below −1 are a recording's: libtensorflow's begin at 0, and −1 says "not handed over yet". */
let lastId = -1;

/** Starts a recording. */
export function recorder(backend: NativeBackend): Recorder {
  const real = backend.binding;
  const graph = graphBuilder(real);
  const values = new Map<TensorId, Value>();
  const captured = new Map<DataId, Value>();
  const captives = new Map<DataId, TensorId>();
  const madeWithin = new WeakSet<DataId>();

  function add(value: Value): TensorId {
    values.set(--lastId, value);
    return lastId;
  }

  function input(typed: Typed, label: string): Tensor {
    const { shape, dtype } = typed;
    const id = add({ shape, dtype, source: graph.placeholder(typed), label });
    return backend.createOutputTensor({ id, shape, dtype });
  }

  function createTensor(shape: readonly number[], dtype: number, host: HostValues): TensorId {
    const source = graph.constant({ shape, dtype }, host);
    return add({ shape: [...shape], dtype, source, label: "a constant", host });
  }

  function executeOp(
    op: string,
    given: readonly OpAttribute[],
    ids: readonly TensorId[],
    outputs: number,
  ): Made[] {
    const inputs = ids.map((id) => values.get(id)!);
    const attributes = completed(op, given, inputs, real);
    const plain = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
    const types = ruleOf(op)(inputs, plain, outputs);
    const node = graph.op(op, attributes, inputs.map(({ source }) => source));
    return types.map(({ shape, dtype }, i) => {
      const source = i === 0 ? node : `${node}:${i}`;
      const id = add({ shape, dtype, source, label: `a result of ${op}` });
      return { id, shape: [...shape], dtype };
    });
  }

  function tensorDataSync(id: TensorId): never {
    const label = values.get(id)?.label ?? "a tensor that it closed over";
    throw new TypeError(
      `Cannot record the step as it reads ${label}: what a step does must not depend on data`,
    );
  }

  /** Tensors of this recording have an id of it; the others come from outside and become inputs. */
  function idOf({ dataId }: Pick<Tensor, "dataId">): TensorId {
    const data = backend.tensorMap.get(dataId);
    if (values.has(data.id)) return data.id;
    if (madeWithin.has(dataId)) {
      return data.id = createTensor(data.shape, data.dtype, data.values!);
    }
    if (data.id < -1 && data.values === null) {
      throw new TypeError("Cannot record the step as it uses a tensor that an earlier call left");
    }
    return captives.get(dataId) ?? capture(dataId, data);
  }

  function capture(dataId: DataId, { shape, dtype }: Typed): TensorId {
    const source = graph.placeholder({ shape, dtype });
    const value = { shape, dtype, source, label: "a tensor that it closed over" };
    const id = add(value);
    captured.set(dataId, value);
    captives.set(dataId, id);
    return id;
  }

  return {
    graph,
    captured,
    input,
    valueOf: (tensor) => values.get(idOf(tensor))!,
    record(fn) {
      const { binding, getInputTensorIds, write } = backend;
      const standIn = { ...constantsOf(real), executeOp, createTensor, tensorDataSync };
      Object.assign(backend, {
        binding: standIn,
        getInputTensorIds: (tensors: Parameters<NativeBackend["getInputTensorIds"]>[0]) =>
          tensors.map(idOf),
        write(...made: Parameters<NativeBackend["write"]>) {
          const dataId = write.apply(backend, made);
          madeWithin.add(dataId);
          return dataId;
        },
      });
      try {
        return fn();
      } finally {
        Object.assign(backend, { binding, getInputTensorIds, write });
      }
    },
  };
}

/** The binding's enumerations, such as `TF_ATTR_TYPE`, and what frees a tensor. */
function constantsOf(real: Binding): Partial<Binding> {
  const names = Object.getOwnPropertyNames(real) as (keyof Binding)[];
  const constants = names.filter((name) => typeof real[name] !== "function");
  return {
    ...Object.fromEntries(constants.map((name) => [name, real[name]])),
    deleteTensor: (id) => real.deleteTensor(id),
  };
}
