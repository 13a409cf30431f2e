import { defineOptions } from "./_arguments.ts";

/** The option that names a model. */
export const modelOption = defineOptions({
  model: {
    type: "string",
    required: true,
    placeholder: "folder|name|id",
    help:
      "Folder in Hugging Face format, a name under models/, or an id on the hub, org/name[@revision].",
  },
});
