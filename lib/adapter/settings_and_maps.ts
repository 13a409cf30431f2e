import type { ModelConfig } from "../model/mod.ts";
import { parseLoraConfig } from "./parse_config.ts";
import { targetMaps } from "./target_maps.ts";

/**
 * The settings of an adapter, and the maps of a model that they mean.
 *
 * @param config Parsed `adapter_config.json`.
 * @param source Name of the adapter's folder, for errors.
 * @throws {RangeError} If it uses what is not supported, or the model lacks what it adapts.
 */
export function settingsAndMaps(
  config: Readonly<Record<string, unknown>>,
  model: ModelConfig,
  source: string,
) {
  try {
    const lora = parseLoraConfig(config, `${source}/adapter_config.json`, { model });
    return { lora, maps: targetMaps(model, lora.targets) };
  } catch (error) {
    const [, problem] = /^Cannot (adapt .*)$/.exec((error as Error).message) ?? [];
    if (problem === undefined) throw error;
    const whose = /no such map|of no map/.test(problem) ? " as it belongs to another model" : "";
    throw new RangeError(`Cannot use the adapter ${source}${whose}: cannot ${problem}`, {
      cause: error,
    });
  }
}
