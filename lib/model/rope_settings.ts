import { configError, type ConfigJson } from "./config_fields.ts";

/**
 * What a config says of its rotary embeddings: `rope_scaling` of older files, else `rope_parameters`, as transformers takes
 * them.
 *
 * @throws {RangeError} If it is no object, or has settings for each kind of layer.
 */
export function ropeSettings(json: ConfigJson): ConfigJson {
  const settings = [json.rope_scaling, json.rope_parameters].find(isGiven) ?? {};
  if (typeof settings !== "object" || Array.isArray(settings)) {
    throw configError(
      `rope_scaling must be an object: current value is ${JSON.stringify(settings)}`,
    );
  }
  const kind = Object.entries(settings).find(([, value]) => isObject(value))?.[0];
  if (kind !== undefined) {
    throw configError(
      `rope_parameters has settings of its own for "${kind}", which is not supported: take a model with the same for every layer`,
    );
  }
  return settings as ConfigJson;
}

function isGiven(value: unknown): value is NonNullable<unknown> {
  if (value === null || value === undefined) return false;
  return !isObject(value) || Object.keys(value).length > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
