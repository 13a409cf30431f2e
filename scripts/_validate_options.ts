/** The options of `task validate`. */
import { defineOptions, UsageError, type Values } from "./_arguments.ts";
import { chatOptions } from "./_chat_options.ts";
import { dataOption } from "./_data_option.ts";
import { mapOption } from "./_map_option.ts";
import { MAX_LENGTH_HELP } from "./_max_length.ts";
import { flagOf } from "./_options.ts";

/** Spec of the command line. */
export const validateOptions = defineOptions({
  ...dataOption,
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
    help: MAX_LENGTH_HELP,
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

/** Options that say nothing without a model. */
const NEED_MODEL = ["chatTemplate", "chatDate", "maxLength"];

/**
 * Asserts that every option that was given can be followed.
 *
 * @throws {UsageError} If a chart is of an unknown kind, or an option says nothing without a model.
 */
export function requireHeeded({ chart, model }: ValidateValues, given: ReadonlySet<string>): void {
  if (chart !== undefined && !/\.(svg|html)$/.test(chart)) {
    throw new UsageError("Option --chart must end in .svg or .html. See --help.");
  }
  const stray = NEED_MODEL.find((name) => model === undefined && given.has(name));
  if (stray) throw new UsageError(`Option ${flagOf(stray)} needs --model. See --help.`);
}
