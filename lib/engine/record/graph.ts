/** A TensorFlow graph, node by node. */
import type { Binding, HostValues, OpAttribute } from "../native.ts";
import { type AttrValue, protocol } from "./protocol.ts";
import type { Typed } from "./values.ts";

/** Version of the graph format that the nodes are written in. */
const PRODUCER = 1882;

/** A graph in the making. */
export interface GraphBuilder {
  /** Adds an input of the graph and returns its node's name. */
  placeholder(typed: Typed): string;
  /** Adds a constant and returns its node's name. */
  constant(typed: Typed, values: HostValues): string;
  /** Adds an op and returns its node's name. */
  op(op: string, attributes: readonly OpAttribute[], inputs: readonly string[]): string;
  /** Adds what is identical to an input or a result, and returns its node's name. */
  identity(source: string, dtype: number): string;
  /** Whether a node is an input of the graph. */
  isInput(node: string): boolean;
  /** Whether an op works on the first result of a node. */
  isUsed(node: string): boolean;
  /** The graph as the bytes of a SavedModel that has the tag `serve`. */
  serialize(): Uint8Array;
}

/** Starts a graph. */
export function graphBuilder(binding: Binding): GraphBuilder {
  const pb = protocol();
  const nodes: unknown[] = [];
  const placeholders = new Set<string>();
  const used = new Set<string>();

  function add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttrValue>>,
  ): string {
    const node = new pb.NodeDef();
    const name = `n${nodes.length}`;
    node.setName(name);
    node.setOp(op);
    node.setInputList(inputs);
    const map = node.getAttrMap();
    for (const [name, value] of Object.entries(attributes)) map.set(name, value);
    nodes.push(node);
    inputs.forEach((input) => used.add(input));
    return name;
  }

  return {
    placeholder({ shape, dtype }) {
      const name = add("Placeholder", [], {
        dtype: attribute((a) => a.setType(dtype)),
        shape: attribute((a) => a.setShape(shapeProto(shape))),
      });
      placeholders.add(name);
      return name;
    },
    constant(typed, values) {
      const tensor = new pb.Tensor();
      tensor.setDtype(typed.dtype);
      tensor.setTensorShape(shapeProto(typed.shape));
      tensor.setTensorContent(bytesOf(values));
      return add("Const", [], {
        dtype: attribute((a) => a.setType(typed.dtype)),
        value: attribute((a) => a.setTensor(tensor)),
      });
    },
    op: (op, attributes, inputs) =>
      add(
        op,
        inputs,
        Object.fromEntries(attributes.map((each) => [each.name, valueOf(each, op, binding)])),
      ),
    identity: (source, dtype) =>
      add("Identity", [source], { T: attribute((a) => a.setType(dtype)) }),
    isInput: (node) => placeholders.has(node),
    isUsed: (node) => used.has(node),
    serialize: () => savedModel(nodes),
  };
}

function attribute(fill: (value: AttrValue) => void): AttrValue {
  const value = new (protocol().AttrValue)();
  fill(value);
  return value;
}

function valueOf({ name, type, value }: OpAttribute, op: string, binding: Binding): AttrValue {
  return attribute((a) => {
    if (type === binding.TF_ATTR_TYPE) a.setType(value as number);
    else if (type === binding.TF_ATTR_INT && !Array.isArray(value)) a.setI(Number(value));
    else if (type === binding.TF_ATTR_BOOL) a.setB(Boolean(value));
    else if (type === binding.TF_ATTR_FLOAT) a.setF(value as number);
    else if (type === binding.TF_ATTR_STRING) a.setS(new TextEncoder().encode(value as string));
    else throw new TypeError(`Cannot record the step as the attribute ${name} of ${op} is a list`);
  });
}

function shapeProto(shape: readonly number[]): unknown {
  const { TensorShape } = protocol();
  const proto = new TensorShape();
  for (const size of shape) {
    const dim = new TensorShape.Dim();
    dim.setSize(size);
    proto.addDim(dim);
  }
  return proto;
}

function bytesOf(values: HostValues): Uint8Array {
  if (!ArrayBuffer.isView(values)) {
    throw new TypeError("Cannot record the step as it makes a tensor of strings");
  }
  // A copy: TensorFlow.js lets a tensor share the memory of the array that it was made from.
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}

function savedModel(nodes: readonly unknown[]): Uint8Array {
  const pb = protocol();
  const versions = new pb.VersionDef();
  versions.setProducer(PRODUCER);
  const graph = new pb.GraphDef();
  graph.setNodeList(nodes);
  graph.setVersions(versions);
  const info = new pb.MetaGraphDef.MetaInfoDef();
  info.setTagsList([TAG]);
  const meta = new pb.MetaGraphDef();
  meta.setGraphDef(graph);
  meta.setMetaInfoDef(info);
  const model = new pb.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.setMetaGraphsList([meta]);
  return model.serializeBinary();
}

/** Tag under which a graph is found in its SavedModel. */
export const TAG = "serve";
