/**
 * The Hugging Face hub: fetches models, adapters and files of data, and keeps them in the cache of Hugging Face's own
 * libraries.
 *
 * @module
 */
export {
  fetchAdapter,
  fetchConfig,
  fetchData,
  fetchModel,
  fetchTokenizer,
  localPath,
} from "./fetch.ts";
export { type HubId, isHubId, parseHubId } from "./id.ts";
export { hubSettings, type ReadVariable } from "./settings.ts";
export type { Fetched, HubOptions, HubPlace, HubSettings } from "./types.ts";
