/** The tensors of a recording, by the ids that the kernels know them by. */
import type { Binding, HostValues, Made, OpAttribute, TensorId } from "../native.ts";
import { completed } from "./completed.ts";
import { type GraphBuilder, graphBuilder } from "./graph.ts";
import { ruleOf } from "./rules/mod.ts";
import type { Typed, Value } from "./values.ts";

/** What a recording knows, and the two calls of the binding that add to it. */
export interface Ledger {
  /** The graph so far. */
  readonly graph: GraphBuilder;
  /** What is known of a tensor; nothing of those from outside. */
  get(id: TensorId): Value | undefined;
  /** Adds an input of the graph. */
  input(typed: Typed, label: string): TensorId;
  /** Adds a constant. */
  createTensor(shape: readonly number[], dtype: number, host: HostValues): TensorId;
  /** Adds an op. */
  executeOp(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputs: number,
  ): Made[];
}

/** Ids below −1 are a recording's: libtensorflow's begin at 0, and −1 says "not handed over yet". */
let lastId = -1;

/** Starts an empty ledger. */
export function ledger(binding: Binding): Ledger {
  const graph = graphBuilder(binding);
  const values = new Map<TensorId, Value>();

  function add(value: Value): TensorId {
    values.set(--lastId, value);
    return lastId;
  }

  return {
    graph,
    get: (id) => values.get(id),
    input: ({ shape, dtype }, label) =>
      add({ shape, dtype, source: graph.placeholder({ shape, dtype }), label }),
    createTensor(shape, dtype, host) {
      const source = graph.constant({ shape, dtype }, host);
      return add({ shape: [...shape], dtype, source, label: "a constant", host });
    },
    executeOp(op, given, ids, outputs) {
      const rule = ruleOf(op);
      const inputs = ids.map((id) => values.get(id)!);
      const attributes = completed(op, given, inputs, binding);
      const plain = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
      const types = rule(inputs, plain, outputs);
      const node = graph.op(op, attributes, inputs.map(({ source }) => source));
      return types.map(({ shape, dtype }, i) => {
        const source = i === 0 ? node : `${node}:${i}`;
        const id = add({ shape, dtype, source, label: `a result of ${op}` });
        return { id, shape: [...shape], dtype };
      });
    },
  };
}
