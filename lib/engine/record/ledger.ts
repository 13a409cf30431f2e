/** The tensors of a recording, by the ids that the kernels know them by. */
import type { Binding, HostValues, Made, OpAttribute, TensorId } from "../native.ts";
import { completed } from "./completed.ts";
import { type GraphBuilder, graphBuilder } from "./graph.ts";
import { ruleOf } from "./rules/mod.ts";
import { DTYPE, type Precision, type Typed, type Value } from "./values.ts";

/** What a recording knows, and the two calls of the binding that add to it. */
export interface Ledger {
  /** The graph so far. */
  readonly graph: GraphBuilder;
  /** What is known of a tensor; nothing of those from outside. */
  get(id: TensorId): Value | undefined;
  /** Adds an input of the graph. */
  input(typed: Typed, label: string, kind?: InputKind): TensorId;
  /** The input of the graph that takes a bfloat16 copy of a frozen one, where there is one. */
  narrowed(id: TensorId): string | undefined;
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

/** What is special about an input. */
export interface InputKind {
  /** Whether it is the same in every run. @default {false} */
  readonly frozen?: boolean;
  /** Whether it goes in as bfloat16, though the step knows it as float32. @default {false} */
  readonly isNarrow?: boolean;
}

/** Ids below −1 are a recording's: libtensorflow's begin at 0, and −1 says "not handed over yet". */
let lastId = -1;

/** Ops that compute in bfloat16 under that precision: their sums are still taken in float32. */
const PRODUCTS: ReadonlySet<string> = new Set(["BatchMatMulV2"]);

/** Ops that give part of a frozen tensor; under bfloat16 they give part of its copy, which is not made anew in every run. */
const PARTS: ReadonlySet<string> = new Set(["Slice"]);

/** Ops that give part of a tensor, and the attribute that says of which dtype; of a narrow one they give a narrow part. */
const NARROW_PARTS: Readonly<Record<string, string>> = { Slice: "T", GatherV2: "Tparams" };

/** Starts an empty ledger. */
export function ledger(binding: Binding, precision: Precision = "float32"): Ledger {
  const graph = graphBuilder(binding);
  const values = new Map<TensorId, Value>();
  const narrow = new Map<string, string>(); // bfloat16 by float32 source

  function add(value: Value): TensorId {
    values.set(--lastId, value);
    return lastId;
  }

  /** Each source is cast once. What is frozen is not cast at all: the graph asks for a copy that is kept. */
  function narrowOf(value: Value): string {
    if (value.isNarrow) return value.source;
    const known = narrow.get(value.source);
    if (known !== undefined) return known;
    const made = narrowed(value);
    narrow.set(value.source, made);
    return made;
  }

  function narrowed({ source, shape, frozen, partOf }: Value): string {
    if (frozen) return graph.placeholder({ shape, dtype: DTYPE.bfloat16 });
    if (!partOf) return graph.cast(source, DTYPE.float32, DTYPE.bfloat16);
    const [whole, ...where] = partOf.inputs;
    const inputs = [narrowOf(whole!), ...where.map(({ source }) => source)];
    return graph.op(partOf.op, inBfloat16(partOf.attributes), inputs);
  }

  function inBfloat16(attributes: readonly OpAttribute[], dtype = "T"): OpAttribute[] {
    const type = { name: dtype, type: binding.TF_ATTR_TYPE, value: DTYPE.bfloat16 };
    return [...attributes.filter(({ name }) => name !== dtype), type];
  }

  /**
   * Where the inputs of an op come from, as float32. A narrow one is widened for each op anew, and not before another input
   * of the op is there: else all of them would be widened at once, and held so until they are used.
   */
  function sourcesOf(inputs: readonly Value[]): string[] {
    const other = inputs.find(({ isNarrow, source }) => !isNarrow && !graph.isInput(source));
    return inputs.map(({ source, isNarrow }) =>
      isNarrow ? graph.cast(source, DTYPE.bfloat16, DTYPE.float32, other?.source) : source
    );
  }

  function product(op: string, attributes: readonly OpAttribute[], inputs: readonly Value[]) {
    const node = graph.op(op, inBfloat16(attributes), inputs.map(narrowOf));
    return graph.cast(node, DTYPE.bfloat16, DTYPE.float32);
  }

  return {
    graph,
    get: (id) => values.get(id),
    narrowed: (id) => {
      const { source, frozen, isNarrow } = values.get(id)!;
      return frozen && !isNarrow ? narrow.get(source) : undefined;
    },
    input({ shape, dtype }, label, { frozen = false, isNarrow = false } = {}) {
      const stored = isNarrow ? DTYPE.bfloat16 : dtype;
      const source = graph.placeholder({ shape, dtype: stored });
      return add({ shape, dtype, source, label, frozen, isNarrow });
    },
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
      if (precision === "bfloat16" && PRODUCTS.has(op) && types[0]!.dtype === DTYPE.float32) {
        const source = product(op, attributes, inputs);
        const { shape, dtype } = types[0]!;
        return [{ id: add({ shape, dtype, source, label: `a result of ${op}` }), shape, dtype }];
      }
      const [whole, ...where] = inputs;
      if (whole?.isNarrow && op in NARROW_PARTS) {
        const own = inBfloat16(attributes, NARROW_PARTS[op]);
        const source = graph.op(op, own, [whole.source, ...sourcesOf(where)]);
        const { shape, dtype } = types[0]!;
        const label = `a result of ${op}`;
        return [{ id: add({ shape, dtype, source, label, isNarrow: true }), shape, dtype }];
      }
      const node = graph.op(op, attributes, sourcesOf(inputs));
      const isPart = PARTS.has(op) && (inputs[0]!.frozen || inputs[0]!.partOf);
      return types.map(({ shape, dtype }, i) => {
        const source = i === 0 ? node : `${node}:${i}`;
        const label = `a result of ${op}`;
        const partOf = { op, attributes, inputs };
        const id = add({ shape, dtype, source, label, ...(isPart && { partOf }) });
        return { id, shape: [...shape], dtype };
      });
    },
  };
}
