/**
 * Room `train`.
 *
 * Takes a model, a stream of preferences, an objective. Gives trained adapters and a run's folder. Owns the state of a
 * run. May touch the files of models, adapters and runs. May not choose a loss or judge a text.
 *
 * @module
 */
export * from "./available_memory.ts";
export * from "./estimate_memory.ts";
export { estimateTraining, type SizedOptions } from "./estimate_training.ts";
export * from "./load_model.ts";
export * from "./finished_runs.ts";
export { hashFile, hashJson, hashModel, hashPairs, hashTokenizer } from "./fingerprint.ts";
export { baseLossOf, type MethodOptions, METHODS, objectiveOf } from "./methods.ts";
export { DivergenceError } from "./divergence_error.ts";
export { pretrain, type PretrainOptions, type PretrainResult } from "./pretrain.ts";
export { languageModelLoss, type PretrainState, pretrainStep } from "./pretrain_step.ts";
export { type TokenWindows, windowsOfStep } from "./token_windows.ts";
export { peakMemory, readScalars, requireFinite } from "./metrics.ts";
export type { RunOptions, TrainOptions, TrainResult } from "./options.ts";
export * from "./reference.ts";
export { openReferenceCache } from "./reference_cache.ts";
export * from "./reference_identity.ts";
export { type ReferenceValues, type ValuesInMemory, valuesInMemory } from "./reference_values.ts";
export * from "./streams.ts";
export { train } from "./train.ts";
export * from "./step_batch.ts";
export { type RunState, type StepOptions, trainStep } from "./train_step.ts";
export { writeFile, writeJson } from "./write_file.ts";
