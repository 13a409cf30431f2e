import tuning from "./tuning.json" with { type: "json" };
import type { Settings } from "./types.ts";

/**
 * The settings that were chosen for each tuned method, from `tuning.json`, which holds every trial. Written by
 * `deno task tune`.
 */
export const TUNED_SETTINGS: Readonly<Record<string, Settings>> = tuning.chosen;
