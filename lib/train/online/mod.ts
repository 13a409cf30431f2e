/** Preferences that come from the policy itself, and filters that ask it, as `train` gives them. */
export { type FilteredPairs, type FilterOptions, filterPairs } from "./filter_pairs.ts";
export type { JudgeAnswers, SampleAnswers } from "./judged_answers.ts";
export type { OnlineRound } from "./judged_round.ts";
export type { TrainOnlineOptions } from "./online_options.ts";
export { type OnlineOptions, onlinePairs } from "./online_pairs.ts";
export * from "./every_pair.ts";
export * from "./pairings.ts";
export { usablePairs } from "./usable_pairs.ts";
export { sampleAnswers, type SampleAnswersOptions } from "./sample_answers.ts";
export { trainOnline } from "./train_online.ts";
export { textJudge } from "./text_judge.ts";
