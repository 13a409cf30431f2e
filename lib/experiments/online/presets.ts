/** Sizes of the experiment, by preset; its streams are those of the in-domain experiment. */
import type { Preset } from "../in_domain/presets.ts";

/** What a preset fixes beside the stream. */
export interface OnlinePreset {
  /** Methods that run. */
  readonly methods: readonly string[] | "all";
  /** Number of seeds, counted from 0. */
  readonly seeds: number;
}

/** The presets. */
export const ONLINE_PRESETS: Readonly<Record<Preset, OnlinePreset>> = {
  quick: { methods: ["dpo", "online-dpo", "online-ofs-dpo"], seeds: 2 },
  full: { methods: "all", seeds: 5 },
};
