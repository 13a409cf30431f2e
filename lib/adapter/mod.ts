/**
 * Room `adapter`.
 *
 * Takes a model's architecture and LoRA settings. Gives LoRA modules, the hook that runs several of them in one pass,
 * and the bytes of PEFT's files. Touches no file.
 *
 * @module
 */
export { type Adapter, initAdapter, targetMaps } from "./adapter.ts";
export { loraBank } from "./bank.ts";
export { loraMixture } from "./mixture.ts";
export { formatLoraConfig, type LoraConfig, loraScale, parseLoraConfig } from "./config.ts";
export { mergeAdapter } from "./merge.ts";
export { adapterFromFiles, filesFromAdapter } from "./peft.ts";
