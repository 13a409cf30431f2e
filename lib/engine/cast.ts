/** Changes of dtype of tensors in libtensorflow that TensorFlow.js has no dtype for. */
import type { Binding, TensorId } from "./native.ts";

/**
 * A copy in another dtype, which the caller owns.
 *
 * @param from TensorFlow's number of the dtype.
 * @param to TensorFlow's number of the copy's.
 */
export function cast(binding: Binding, id: TensorId, from: number, to: number): TensorId {
  const { TF_ATTR_TYPE: type, TF_ATTR_BOOL } = binding;
  const attributes = [
    { name: "SrcT", type, value: from },
    { name: "DstT", type, value: to },
    { name: "Truncate", type: TF_ATTR_BOOL, value: false },
  ];
  return binding.executeOp("Cast", attributes, [id], 1)[0]!.id;
}
