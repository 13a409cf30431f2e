import { defineOptions } from "./_arguments.ts";

/** The option that names preferences. */
export const dataOption = defineOptions({
  data: {
    type: "string",
    required: true,
    placeholder: "file|id",
    help:
      "Preferences: .jsonl, .json, .parquet or .arrow, or hf:org/name[:file] on the hub; texts, HH dialogues or messages.",
  },
});
