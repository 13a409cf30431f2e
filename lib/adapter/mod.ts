/**
 * Room `adapter`.
 *
 * Takes a model's architecture and LoRA settings. Gives LoRA modules, the hook that runs several of them in one pass,
 * and the bytes of PEFT's files. Touches no file.
 *
 * @module
 */
export { type Adapter, initAdapter } from "./adapter.ts";
export { loraBank } from "./bank.ts";
export {
  type LoraConfig,
  loraRanks,
  type LoraScale,
  loraScale,
  loraScales,
  type LoraTargets,
} from "./config.ts";
export { formatLoraConfig, type FormatOptions } from "./format_config.ts";
export { mergeAdapter } from "./merge.ts";
export { loraMixture } from "./mixture.ts";
export { modulePath } from "./module_path.ts";
export { parseLoraConfig, type ParseOptions } from "./parse_config.ts";
export { adapterFromFiles, filesFromAdapter } from "./peft.ts";
export { pythonRegex } from "./python_regex.ts";
export { targetMaps } from "./target_maps.ts";
