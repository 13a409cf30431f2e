/**
 * Room `engine`.
 *
 * Takes a wish (`auto`, `tensorflow`, `wasm`, `cpu`). Gives a working TensorFlow.js backend, and steps bound to their
 * state. May touch the native library, its build folder and standard error. May not know what a model or a loss is.
 *
 * @module
 */
export { compile, type Compiled, type CompileOptions, type Step } from "./compile.ts";
export { independentParts, recordsSteps } from "./compile.ts";
export {
  type Engine,
  type EngineName,
  type EngineOptions,
  ENGINES,
  ensureEngine,
  nativeHome,
} from "./ensure.ts";
export { eagerly } from "./eagerly.ts";
export { holdAsBfloat16 } from "./held.ts";
export { overwriteRows } from "./overwrite_rows.ts";
export { recorded, type RecordedOptions } from "./record/recorded.ts";
export { type Precision, PRECISIONS, runnerFor } from "./precision.ts";
export type { FlatStep, Ran, Runner, RunnerMaker } from "./runner.ts";
export { installNative, type InstallOptions } from "./install.ts";
export type { Variant } from "./parts.ts";
export type { Device } from "./tensorflow.ts";
export { NativeUnavailable } from "./programs.ts";
