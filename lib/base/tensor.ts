/** The one doorway to TensorFlow.js; every other file takes tensors from here. */
import * as tf from "npm:@tensorflow/tfjs@4.22.0";

export { tf };

/** A tensor of any rank. */
export type Tensor = tf.Tensor;
/** A tensor of rank 0. */
export type Scalar = tf.Scalar;
/** A tensor of rank 1. */
export type Vector = tf.Tensor1D;
/** A tensor of rank 2. */
export type Matrix = tf.Tensor2D;
/** The dtypes that TensorFlow.js computes with here. */
export type DType = "float32" | "int32" | "bool";
