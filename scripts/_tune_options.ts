/** The options of `tune`. */
import { defineOptions, type Values } from "./_arguments.ts";
import { engineOption } from "./_engine_option.ts";
import { TASKS } from "./_reproduce_options.ts";
import { streamOptions } from "./_in_domain_options.ts";

/** Experiments whose methods are tuned. */
export const TUNABLE = ["in-domain", "cross-domain"] as const;

/** Spec of the command line. */
export const tuneOptions = defineOptions({
  experiment: {
    type: "string",
    required: true,
    choices: TUNABLE,
    help: "Whose methods are tuned.",
  },
  ...streamOptions,
  task: {
    type: "string",
    choices: TUNABLE.flatMap((experiment) => TASKS[experiment]),
    group: "Stream",
    help: "The experiment's task; without it, its first one. See `task reproduce --help`.",
  },
  ...engineOption,
  out: {
    type: "string",
    placeholder: "file",
    help:
      "File of the trials; those that it holds already are not run again. Without it, the library's own.",
  },
});

/** Values of {@linkcode tuneOptions}, with the task settled. */
export type TuneValues = Omit<Values<typeof tuneOptions>, "task"> & { readonly task: string };
