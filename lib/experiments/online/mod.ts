/** The online experiment: who learns from its own answers, and who from the reference's. */
export { onlineClaims } from "./claims.ts";
export { ONLINE_METHODS, onlineMethod } from "./methods.ts";
export { onlinePreferences, type OnlinePreferencesOptions, type OnlineResult } from "./online.ts";
export { ONLINE_PRESETS, type OnlinePreset } from "./presets.ts";
export type { Course, CourseOptions, CourseRound, OnlineMethod } from "./types.ts";
