/** Loads the native binding and registers it as TensorFlow.js' backend `tensorflow`. */
import { createRequire } from "node:module";
import { tf } from "../base/tensor.ts";
import { gatherUnchecked } from "./gather.ts";
import { bindingOf } from "./install.ts";
import { NativeUnavailable } from "./programs.ts";
import { holdLogs, setVariables } from "./quieten.ts";
import { loadProtocol } from "./record/protocol.ts";

const PACKAGE = "@tensorflow/tfjs-node-gpu";

/** What the native engine computes on. */
export type Device = "cpu" | "gpu";

/**
 * Registers the backend of a finished build. The package's own entry point is passed by, since it insists on a
 * binding of its own making beside itself.
 *
 * @throws {NativeUnavailable} If the shared libraries cannot be loaded.
 */
export async function registerTensorflow(build: string): Promise<Device> {
  setVariables();
  restoreNodeUtil();
  const { NodeJSKernelBackend } = await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/nodejs_kernel_backend.js"
  );
  await import("npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/register_all_kernels.js");
  await loadProtocol();
  const backend = new NodeJSKernelBackend(loadBinding(build), PACKAGE);
  holdLogs(build);
  tf.registerBackend("tensorflow", () => backend, 3);
  tf.unregisterKernel("GatherV2", "tensorflow");
  tf.registerKernel(gatherUnchecked);
  return backend.isUsingGpuDevice ? "gpu" : "cpu";
}

function loadBinding(build: string) {
  try {
    return createRequire(import.meta.url)(bindingOf(build));
  } catch (error) {
    const [why] = (error as Error).message.split("\n");
    throw new NativeUnavailable(
      `the native binding does not load (${why}); remove ${build} and run the task setup again`,
      { cause: error },
    );
  }
}

/** tfjs-node calls two functions that Node has removed since. */
function restoreNodeUtil() {
  const util = createRequire(import.meta.url)("node:util");
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
