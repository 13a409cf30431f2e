/** A gather for the native engine that does not read its indices back. */
import { type Tensor, tf } from "../base/tensor.ts";
import type { NativeBackend } from "./native.ts";

/**
 * The package's own kernel reads every index synchronously to check its range, which stalls an asynchronous device
 * and would bake the values into a recorded graph. Ids are checked on the host instead, before they become tensors.
 */
export const gatherUnchecked: Parameters<typeof tf.registerKernel>[0] = {
  kernelName: "GatherV2",
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, indices } = inputs as unknown as Record<"x" | "indices", Tensor>;
    const { axis, batchDims } = attrs as unknown as Record<string, number>;
    const native = backend as unknown as NativeBackend;
    const { TF_ATTR_INT, TF_ATTR_TYPE } = native.binding;
    const type = (name: string, dtype: string) => ({
      name,
      type: TF_ATTR_TYPE,
      value: native.getDTypeInteger(dtype),
    });
    const along = tf.scalar(axis!, "int32");
    const gathered = native.executeSingleOutput("GatherV2", [
      { name: "batch_dims", type: TF_ATTR_INT, value: batchDims },
      type("Tparams", x.dtype),
      type("Tindices", indices.dtype),
      type("Taxis", "int32"),
    ], [x, indices, along]);
    along.dispose();
    return gathered;
  },
};
