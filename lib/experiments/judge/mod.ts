/** The judge of sentiment: trained on labelled reviews, measured, loaded. */
export type { ChooseOptions } from "./choose_features.ts";
export { type LabelledText, readLabelledReviews, type ReviewPart } from "./labelled_text.ts";
export { loadJudge } from "./load_judge.ts";
export { measureJudge, measureOnWindows } from "./measure_judge.ts";
export {
  preferenceModel,
  type PreferenceModelOptions,
  type PreferredTexts,
} from "./preference_model.ts";
export { randomWindow, type WindowOptions } from "./random_window.ts";
export { splitByFilm, type SplitTexts } from "./split_by_film.ts";
export {
  type SentimentOptions,
  type TrainedSentiment,
  type TrainingPart,
  trainSentiment,
  WINDOWS_PER_TEXT,
} from "./train_sentiment.ts";
