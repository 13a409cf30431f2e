/** The options of `task combine`, and the mode that they ask for. */
import { key } from "../lib/base/mod.ts";
import { type CombineMode, type CombineModes, combineModes } from "../lib/combine/mod.ts";
import { defineOptions, UsageError, type Values } from "./_arguments.ts";
import { engineOption } from "./_engine_option.ts";

type ModeName = keyof CombineModes;

/** Spec of the command line. */
export const combineOptions = defineOptions({
  adapters: {
    type: "list",
    required: true,
    placeholder: "folder|id,…",
    group: "Input",
    help: "PEFT folders, or ids on the hub, of adapters of one base.",
  },
  weights: {
    type: "numbers",
    required: true,
    group: "Input",
    help: "Weight λ of each adapter, in their order; may be negative.",
  },
  model: {
    type: "string",
    placeholder: "folder|name|id",
    group: "Input",
    help:
      "The base: a folder in Hugging Face format, a name under models/, or an id on the hub; without this " +
      "option, the one that the adapters name.",
  },
  mode: {
    type: "string",
    choices: Object.keys(combineModes) as ModeName[],
    default: "delta",
    group: "Combination",
    help: "delta and cat are exact and add ranks up, svd cuts that back to a rank, factor is " +
      "LoRAHub's, the others are PEFT's.",
  },
  rank: {
    type: "integer",
    min: 1,
    group: "Combination",
    help: "svd: rank of the result; without this option, the largest of the adapters' ranks.",
  },
  density: {
    type: "number",
    exclusiveMin: 0,
    max: 1,
    group: "Combination",
    help: "ties, dare_…, magnitude_prune: share of numbers that stay; without this option 0.5.",
  },
  seed: {
    type: "integer",
    min: 0,
    default: 0,
    group: "Combination",
    help: "dare_…: seed of what is dropped.",
  },
  ...engineOption,
  out: {
    type: "string",
    required: true,
    placeholder: "folder",
    group: "Run",
    help: "PEFT folder to write: a new or an empty one.",
  },
});

/** Values of the command line. */
export type CombineValues = Values<typeof combineOptions>;

/** The modes that an option is for. */
const USES = {
  rank: ["svd"],
  density: ["ties", "dare_linear", "dare_ties", "magnitude_prune"],
} satisfies Record<string, readonly ModeName[]>;

/**
 * The mode that was asked for.
 *
 * @throws {UsageError} If an option was given that the mode does not know.
 */
export function modeOf({ mode, rank, density, seed }: CombineValues): CombineMode {
  for (const [name, value] of Object.entries({ rank, density })) {
    const modes: readonly ModeName[] = USES[name as keyof typeof USES];
    if (value === undefined || modes.includes(mode)) continue;
    throw new UsageError(
      `Option --${name} is for --mode ${modes.join(", ")}: current value is "${mode}"`,
    );
  }
  return combineModes[mode]({
    ...(rank !== undefined && { rank }),
    ...(density !== undefined && { density }),
    key: key(seed),
  });
}
