/** The parts of TensorFlow.js' native backend that this room works with. */
import { type Tensor, tf } from "../base/tensor.ts";

/** Id of a tensor that lives in libtensorflow. */
export type TensorId = number;

/** Values of a tensor that has not been handed to libtensorflow yet. */
export type HostValues = Float32Array | Int32Array | Uint8Array | readonly Uint8Array[];

/** What libtensorflow says about a tensor that it made. */
export interface Made {
  readonly id: TensorId;
  readonly shape: readonly number[];
  /** TensorFlow's number of the dtype. */
  readonly dtype: number;
}

/** One attribute of an op, as the kernels write it. */
export interface OpAttribute {
  readonly name: string;
  /** One of the binding's `TF_ATTR_…`. */
  readonly type: number;
  readonly value: unknown;
}

/** The native binding: every kernel of the backend ends in one of its calls. */
export interface Binding {
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_STRING: number;
  executeOp(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputs: number,
  ): Made[];
  createTensor(shape: readonly number[], dtype: number, values: HostValues): TensorId;
  deleteTensor(id: TensorId): void;
  tensorDataSync(id: TensorId): HostValues;
  loadSavedModel(folder: string, tags: string): number;
  runSavedModel(id: number, inputs: readonly TensorId[], names: string, outputs: string): Made[];
  deleteSavedModel(id: number): void;
}

/** What the backend holds of a tensor. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly dtype: number;
  /** −1 while only `values` are there. */
  id: TensorId;
  values: HostValues | null;
}

/** The native backend. */
export interface NativeBackend {
  binding: Binding;
  readonly tensorMap: { get(dataId: object): TensorData; has(dataId: object): boolean };
  getInputTensorIds(tensors: readonly Pick<Tensor, "dataId">[]): TensorId[];
  createOutputTensor(made: Made): Tensor;
  write(values: HostValues, shape: readonly number[], dtype: string): object;
  getDTypeInteger(dtype: string): number;
  executeSingleOutput(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly Tensor[],
  ): Tensor;
}

/** Whether the native engine is in use. */
export function isNative(): boolean {
  return tf.getBackend() === "tensorflow";
}

/** The native backend, which must be in use. */
export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}
