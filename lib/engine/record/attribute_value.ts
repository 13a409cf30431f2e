/** Attributes of nodes as protocol buffers. */
import type { Binding, HostValues, OpAttribute } from "../native.ts";
import { type AttrValue, protocol } from "./protocol.ts";
import type { Typed } from "./values.ts";

/** An attribute that holds a dtype. */
export function typeAttribute(dtype: number): AttrValue {
  return attribute((a) => a.setType(dtype));
}

/** An attribute that holds a shape. */
export function shapeAttribute(shape: readonly number[]): AttrValue {
  return attribute((a) => a.setShape(shapeProto(shape)));
}

/** An attribute that holds a tensor. */
export function tensorAttribute({ shape, dtype }: Typed, values: HostValues): AttrValue {
  const tensor = new (protocol().Tensor)();
  tensor.setDtype(dtype);
  tensor.setTensorShape(shapeProto(shape));
  tensor.setTensorContent(bytesOf(values));
  return attribute((a) => a.setTensor(tensor));
}

/** An attribute of an op, as a kernel wrote it. */
export function opAttribute(
  { name, type, value }: OpAttribute,
  op: string,
  binding: Binding,
): AttrValue {
  return attribute((a) => {
    if (type === binding.TF_ATTR_TYPE) a.setType(value as number);
    else if (type === binding.TF_ATTR_INT && !Array.isArray(value)) a.setI(Number(value));
    else if (type === binding.TF_ATTR_BOOL) a.setB(Boolean(value));
    else if (type === binding.TF_ATTR_FLOAT) a.setF(value as number);
    else if (type === binding.TF_ATTR_STRING) a.setS(new TextEncoder().encode(value as string));
    else throw new TypeError(`Cannot record the step as the attribute ${name} of ${op} is a list`);
  });
}

function attribute(fill: (value: AttrValue) => void): AttrValue {
  const value = new (protocol().AttrValue)();
  fill(value);
  return value;
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
