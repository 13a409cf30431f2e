/** A TensorFlow graph, node by node. */
import type { Binding, HostValues, OpAttribute } from "../native.ts";
import { opAttribute, shapeAttribute, tensorAttribute, typeAttribute } from "./attribute_value.ts";
import { type AttrValue, protocol } from "./protocol.ts";
import type { Typed } from "./values.ts";

/** A graph in the making; nodes go by their names. */
export interface GraphBuilder {
  /** The nodes so far, as protocol buffers. */
  readonly nodes: readonly unknown[];
  /** Adds an input of the graph. */
  placeholder(typed: Typed): string;
  /** Adds a constant. */
  constant(typed: Typed, values: HostValues): string;
  /** Adds an op on results of other nodes. */
  op(op: string, attributes: readonly OpAttribute[], inputs: readonly string[]): string;
  /** Adds a change of dtype, made not before a node is there where one is named. */
  cast(source: string, from: number, to: number, after?: string): string;
  /** Adds what is identical to an input or a result. */
  identity(source: string, dtype: number): string;
  /** Whether a node is an input of the graph. */
  isInput(node: string): boolean;
  /** Whether an op works on the first result of a node. */
  isUsed(node: string): boolean;
}

/** Starts a graph. */
export function graphBuilder(binding: Binding): GraphBuilder {
  const nodes: unknown[] = [];
  const placeholders = new Set<string>();
  const used = new Set<string>();

  function add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttrValue>>,
  ): string {
    const name = `n${nodes.length}`;
    nodes.push(nodeProto(name, op, inputs, attributes));
    inputs.forEach((input) => used.add(input));
    return name;
  }

  return {
    nodes,
    placeholder({ shape, dtype }) {
      const attributes = { dtype: typeAttribute(dtype), shape: shapeAttribute(shape) };
      const name = add("Placeholder", [], attributes);
      placeholders.add(name);
      return name;
    },
    constant: (typed, values) =>
      add("Const", [], {
        dtype: typeAttribute(typed.dtype),
        value: tensorAttribute(typed, values),
      }),
    op: (op, attributes, inputs) =>
      add(
        op,
        inputs,
        Object.fromEntries(attributes.map((each) => [each.name, opAttribute(each, op, binding)])),
      ),
    cast: (source, from, to, after) =>
      add("Cast", [source, ...(after === undefined ? [] : [`^${after.split(":")[0]}`])], {
        SrcT: typeAttribute(from),
        DstT: typeAttribute(to),
      }),
    identity: (source, dtype) => add("Identity", [source], { T: typeAttribute(dtype) }),
    isInput: (node) => placeholders.has(node),
    isUsed: (node) => used.has(node),
  };
}

function nodeProto(
  name: string,
  op: string,
  inputs: readonly string[],
  attributes: Readonly<Record<string, AttrValue>>,
): unknown {
  const node = new (protocol().NodeDef)();
  node.setName(name);
  node.setOp(op);
  node.setInputList(inputs);
  const map = node.getAttrMap();
  for (const [name, value] of Object.entries(attributes)) map.set(name, value);
  return node;
}
