/** The options of `task validate`. */
import { defineOptions, type Values } from "./_arguments.ts";
import { chatOptions } from "./_chat_options.ts";
import { mapOption } from "./_map_option.ts";

/** Spec of the command line. */
export const validateOptions = defineOptions({
  data: {
    type: "string",
    required: true,
    placeholder: "file|id",
    help:
      "Preferences: .jsonl, .json, .parquet or .arrow, or hf:org/name[:file] on the hub; texts, HH dialogues or messages.",
  },
  ...mapOption,
  model: {
    type: "string",
    placeholder: "folder|name|id",
    help:
      "Model whose tokenizer counts and whose chat template renders messages: a folder, a name under models/, or an id on the hub.",
  },
  ...chatOptions,
  maxLength: {
    type: "integer",
    min: 2,
    default: 512,
    help: "Longest prompt and answer, in tokens, as for task train.",
  },
  maxRows: { type: "integer", min: 1, help: "Look only at the first rows of the data." },
  chart: {
    type: "string",
    placeholder: "file",
    help: "Draws the lengths of the rows into this file, .svg or .html.",
  },
  json: { type: "boolean", help: "Prints one JSON object instead of words." },
});

/** Values of the command line. */
export type ValidateValues = Values<typeof validateOptions>;
