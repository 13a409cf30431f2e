/** The options of `reproduce`. */
import {
  COMPARED_LOSSES,
  CROSS_DOMAIN_METHODS,
  IN_DOMAIN_METHODS,
  ONLINE_METHODS,
  ONLINE_REGRET_METHODS,
} from "../lib/experiments/mod.ts";
import { defineOptions, type Values } from "./_arguments.ts";
import { engineOption } from "./_engine_option.ts";
import { streamOptions } from "./_in_domain_options.ts";

/** Tasks of each experiment; the first is what it runs without `--task`. */
export const TASKS = {
  "in-domain": ["sentiment", "dialogue"],
  "cross-domain": ["worlds", "hh"],
  "online": ["sentiment", "regret"],
  "losses": ["summaries", "recommend"],
} as const;

/** Name of a task. */
export type Task = typeof TASKS[keyof typeof TASKS][number];

/** Spec of the command line. */
export const reproduceOptions = defineOptions({
  experiment: {
    type: "string",
    required: true,
    choices: Object.keys(TASKS),
    help: "Which experiment.",
  },
  preset: {
    type: "string",
    choices: ["quick", "full"],
    default: "quick",
    group: "Size",
    help: "A look in minutes (few seeds, few methods), or figures to rely on.",
  },
  methods: {
    type: "list",
    choices: [
      ...new Set(
        [
          IN_DOMAIN_METHODS,
          CROSS_DOMAIN_METHODS,
          ONLINE_METHODS,
          ONLINE_REGRET_METHODS,
          COMPARED_LOSSES,
        ]
          .flatMap(Object.keys),
      ),
    ],
    group: "Size",
    help: "Methods to run instead of the preset's.",
  },
  seeds: {
    type: "integer",
    min: 1,
    group: "Size",
    help: "Number of seeds, counted from 0, instead of the preset's.",
  },
  ...streamOptions,
  task: {
    type: "string",
    choices: [...new Set(Object.values(TASKS).flat())],
    group: "Stream",
    help:
      "In domain: sentiment (controlled; the default) or dialogue (Anthropic HH helpful-base; needs --data). Cross domain: worlds (conflicting rewards over generated text; the default) or hh (Anthropic HH, helpful, then harmless; needs --data). Online: sentiment (pairs of the policy's own answers; the default) or regret (log-linear policies, where it can be checked; needs no model). Losses: summaries (rated by people; the default) or recommend (S-DPO on LastFM); both need --data.",
  },
  ...engineOption,
  out: {
    type: "string",
    placeholder: "folder",
    group: "Run",
    help:
      "Folder of the report and of finished runs; one that was interrupted is gone on with. Without it, one under runs/.",
  },
});

/** Values of {@linkcode reproduceOptions}. */
export type ReproduceValues = Values<typeof reproduceOptions>;
