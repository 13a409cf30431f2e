/** The options of `task generate`. */
import { defineOptions } from "./_arguments.ts";
import { chatOptions } from "./_chat_options.ts";
import { baseDtypeOption, engineOption } from "./_engine_option.ts";
import { modelOption } from "./_model_option.ts";

/** Spec of the command line. */
export const generateOptions = defineOptions({
  model: { ...modelOption.model, group: "Input" },
  adapter: {
    type: "string",
    placeholder: "folder|id",
    group: "Input",
    help: "PEFT folder, or id on the hub, of an adapter to write with.",
  },
  prompt: {
    type: "string",
    placeholder: "text",
    group: "Input",
    help: "Text to continue; - takes it from standard input.",
  },
  prompts: {
    type: "string",
    placeholder: "file",
    group: "Input",
    help:
      "File of texts to continue: one a line in .txt, else the field prompt of .jsonl, .json, .parquet or .arrow, a text or messages.",
  },
  chat: {
    type: "boolean",
    group: "Input",
    help: "Frame each text as what a user says, by the model's chat template; messages always are.",
  },
  chatTemplate: {
    ...chatOptions.chatTemplate,
    group: "Input",
    help: "Jinja template to frame by, as with --chat; without this option the model's own.",
  },
  chatDate: { ...chatOptions.chatDate, group: "Input" },
  count: {
    type: "integer",
    min: 1,
    default: 1,
    group: "Sampling",
    help: "Continuations of each prompt, a line break between them.",
  },
  maxTokens: {
    type: "integer",
    min: 1,
    default: 64,
    group: "Sampling",
    help: "Most tokens to write.",
  },
  temperature: {
    type: "number",
    min: 0,
    default: 1,
    group: "Sampling",
    help: "Divides the scores; 0 takes the best token.",
  },
  topP: {
    type: "number",
    exclusiveMin: 0,
    max: 1,
    default: 1,
    group: "Sampling",
    help: "Draw from the smallest set of tokens whose probability reaches this.",
  },
  seed: {
    type: "integer",
    min: 0,
    default: 0,
    group: "Sampling",
    help: "Seed of the draws; the same texts whatever the batch size.",
  },
  batchSize: {
    type: "integer",
    min: 1,
    default: 8,
    group: "Run",
    help: "Continuations that are written at once.",
  },
  json: {
    type: "boolean",
    group: "Run",
    help: "Prints {prompt, text, tokens} as JSON, one line a continuation.",
  },
  ...baseDtypeOption,
  ...engineOption,
});
