/** What `reproduce in-domain` and `tune` ask for: the parts of a stream. */
import { defineOptions } from "./_arguments.ts";

/** Options that say what the stream is made of. */
export const streamOptions = defineOptions({
  task: {
    type: "string",
    choices: ["sentiment", "dialogue"],
    default: "sentiment",
    group: "Stream",
    help:
      "Controlled sentiment, or human-labelled dialogues (Anthropic HH helpful-base; needs --data).",
  },
  data: {
    type: "string",
    placeholder: "folder",
    group: "Stream",
    help:
      "Folder of real data: prefixes from imdb/, dialogues from hh/, rated summaries from tldr/, recommendations from rec/. Without it FASTSLOW_DATA, where the task needs data.",
  },
  model: {
    type: "string",
    default: "reviews",
    placeholder: "folder|name|id",
    group: "Stream",
    help: "The frozen base and reference.",
  },
  judge: {
    type: "string",
    default: "sentiment",
    placeholder: "folder|name",
    group: "Stream",
    help: "The sentiment classifier that labels and scores.",
  },
  rounds: {
    type: "integer",
    min: 1,
    group: "Stream",
    help: "Rounds of the stream instead of the preset's.",
  },
  temperature: {
    type: "number",
    min: 0,
    default: 1,
    group: "Stream",
    help:
      "Temperature of the Bradley-Terry labels on the judge's log-odds; 0 for labels without noise.",
  },
});

/** Values of {@linkcode streamOptions}. */
export interface StreamValues {
  readonly task: "sentiment" | "dialogue" | string;
  readonly data: string | undefined;
  readonly model: string;
  readonly judge: string;
  readonly rounds: number | undefined;
  readonly temperature: number;
}
