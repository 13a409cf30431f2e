/** Pairs that steps see: of a list, of the policy itself, or filtered by it; the room's `mod.ts` hands them on. */
export { type FilteredPairs, type FilterOptions, filterPairs } from "./filter_pairs.ts";
export type { JudgeAnswers, SampleAnswers } from "./judged_answers.ts";
export { type OnlineOptions, onlinePairs } from "./online_pairs.ts";
export type { OnlineRound } from "./judged_round.ts";
export * from "./pairings.ts";
export { rowsOfStep, stepsPerEpoch, type Stream } from "./stream.ts";
export { isSyncStep, type SyncOptions, syncReference } from "./sync_reference.ts";
export { textJudge } from "./text_judge.ts";
