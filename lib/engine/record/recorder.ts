/** Stands in for the native binding while a step runs, and writes its ops down instead of computing them. */
import type { Tensor } from "../../base/mod.ts";
import { isHeld } from "../held.ts";
import type { NativeBackend, TensorData, TensorId } from "../native.ts";
import type { GraphBuilder } from "./graph.ts";
import { ledger } from "./ledger.ts";
import { withStandIn } from "./stand_in.ts";
import type { Precision, Typed, Value } from "./values.ts";

/** TensorFlow.js' handle of the data of a tensor, which several tensors may share. */
export type DataId = Tensor["dataId"];

/** A step on its way into a graph. */
export interface Recorder {
  /** The graph so far. */
  readonly graph: GraphBuilder;
  /** Data from outside that the step closed over, and the graph's input that stands for each. */
  captured(): readonly (readonly [DataId, Value])[];
  /** The same for those that are asked for as bfloat16 copies. */
  narrowed(): readonly (readonly [DataId, string])[];
  /** A tensor that stands for an input of the graph; it belongs to the surrounding tidy. */
  input(typed: Typed, label: string): Tensor;
  /** Runs `fn` with every op going into the graph. */
  record<T>(fn: () => T): T;
  /** What is known of a tensor that the step gave. */
  valueOf(tensor: Tensor): Value;
}

/** Starts a recording. */
export function recorder(backend: NativeBackend, precision?: Precision): Recorder {
  const book = ledger(backend.binding, precision);
  const captives = new Map<DataId, TensorId>();
  const madeWithin = new WeakSet<DataId>();

  /** Tensors of this recording have an id of it; the others come from outside and become inputs. */
  function idOf({ dataId }: Pick<Tensor, "dataId">): TensorId {
    const data = backend.tensorMap.get(dataId);
    if (book.get(data.id)) return data.id;
    if (madeWithin.has(dataId)) {
      return data.id = book.createTensor(data.shape, data.dtype, data.values!);
    }
    if (data.id < -1 && data.values === null) {
      throw new TypeError("Cannot record the step as it uses a tensor that an earlier call left");
    }
    return captives.get(dataId) ?? capture(dataId, data);
  }

  function capture(dataId: DataId, { shape, dtype, id: known }: TensorData): TensorId {
    const kind = { frozen: true, isNarrow: isHeld(known) };
    const id = book.input({ shape, dtype }, "a tensor that it closed over", kind);
    captives.set(dataId, id);
    return id;
  }

  function tensorDataSync(id: TensorId): never {
    const what = book.get(id)?.label ?? "a tensor that it closed over";
    throw new TypeError(
      `Cannot record the step as it reads ${what}: what a step does must not depend on data`,
    );
  }

  const { executeOp, createTensor } = book;
  const standIn = {
    binding: { executeOp, createTensor, tensorDataSync },
    getInputTensorIds: (tensors: Parameters<NativeBackend["getInputTensorIds"]>[0]) =>
      tensors.map(idOf),
    onWrite: (dataId: DataId) => madeWithin.add(dataId),
  };
  return {
    graph: book.graph,
    captured: () => [...captives].map(([dataId, id]) => [dataId, book.get(id)!] as const),
    narrowed: () =>
      [...captives].flatMap(([dataId, id]) => {
        const source = book.narrowed(id);
        return source === undefined ? [] : [[dataId, source] as const];
      }),
    input(typed, label) {
      const { shape, dtype } = typed;
      return backend.createOutputTensor({ id: book.input(typed, label), shape, dtype });
    },
    record: (fn) => withStandIn(backend, standIn, fn),
    valueOf: (tensor) => book.get(idOf(tensor))!,
  };
}
