/** Which pairs steps see, and what they are held against; the room's `mod.ts` hands them on. */
export * from "./online/mod.ts";
export { rowsOfStep, stepsPerEpoch, type Stream } from "./stream.ts";
export { isSyncStep, type SyncOptions, syncReference } from "./sync_reference.ts";
