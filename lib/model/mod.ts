/**
 * Room `model`.
 *
 * Takes token ids and a tree of parameters. Gives hidden states, scores, continuations; reads and writes the bytes of
 * Hugging Face's files. Knows no adapter: those enter through the `linear` hook. Touches no file.
 *
 * @module
 */
export * from "./activation.ts";
export { atTemperature } from "./at_temperature.ts";
export * from "./attention.ts";
export { type Block, blocksOf } from "./attention_blocks.ts";
export * from "./config.ts";
export { decodeAfter, decodeWritten, generate } from "./generate.ts";
export { generateIds, type GenerateOptions } from "./generate_ids.ts";
export * from "./heads.ts";
export { initModel } from "./init.ts";
export { layerNorm, type Norm } from "./layer_norm.ts";
export * from "./linear.ts";
export { logitsOf, type LogitsOfOptions } from "./logits_of.ts";
export * from "./model_file.ts";
export { policyInputs, splitInputs } from "./policy_inputs.ts";
export { rmsNorm } from "./rms_norm.ts";
export * from "./rotary.ts";
export * from "./safetensors.ts";
export { type SampleOptions, sampleToken } from "./sample.ts";
export * from "./sampler.ts";
export * from "./shapes.ts";
export { TRAINED, trainedLinear, trainedLookup, trainedNorm } from "./trained.ts";
export * from "./transformer.ts";
