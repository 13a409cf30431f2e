/** The course of `reproduce cross-domain --task hh`. */
import {
  CROSS_DOMAIN_METHODS,
  CROSS_DOMAIN_PRESETS,
  dialogueDomains,
  dialogueParts,
  dialogueSamples,
  type DialogueSource,
  type Preset,
} from "../lib/experiments/mod.ts";
import { hashModel, hashPairs } from "../lib/train/mod.ts";
import { onReviews } from "./_circumstances.ts";
import { COMMON, type Course, type CrossValues } from "./_cross_domain_course.ts";
import { dataFolder } from "./_data_folder.ts";
import { type Dialogues, readDialogues } from "./_in_domain_dialogue.ts";
import { loadModelAndTokenizer } from "./_load.ts";

/**
 * Where labels are as noisy as people's, the drift test finds an end every few rounds, and the search for the weights of so
 * many stretches takes longer than all other methods together.
 */
const FULL = {
  seeds: 3,
  methods: Object.keys(CROSS_DOMAIN_METHODS).filter((name) => name !== "cofs-detect"),
};

/** Anthropic HH: first helpful, then harmless. */
export async function dialogueCourse(values: CrossValues, preset: Preset): Promise<Course> {
  const folder = dataFolder(values, "hh");
  const loaded = await loadModelAndTokenizer(values.model);
  const { dialogues, memory } = CROSS_DOMAIN_PRESETS[preset];
  const sizes = { ...dialogues, rounds: values.rounds ?? dialogues.rounds };
  const sources: (DialogueSource & Dialogues)[] = [];
  for (const name of ["helpful", "harmless"] as const) {
    sources.push({ name, ...await readDialogues(folder, name, loaded) });
  }
  const parts = sources.map((source) => dialogueParts(source, sizes));
  // Settings are tuned on the third part, without samples.
  const thirds = parts.map(({ third, ...part }) => ({ ...part, heldOut: third }));
  const judged = parts.map((part) => ({
    ...part,
    ...dialogueSamples(part, loaded.tokenizer, { ...sizes, context: loaded.model.config.context }),
  }));
  return {
    ...COMMON,
    model: loaded.model,
    eos: loaded.tokenizer.eos,
    rounds: sizes.rounds,
    memory,
    ...(preset === "full" && { planned: FULL }),
    world: (seed) => Promise.resolve(dialogueDomains(judged, sizes, seed)),
    tuningWorld: (seed) => Promise.resolve(dialogueDomains(thirds, sizes, seed)),
    identity: {
      experiment: "cross-domain",
      task: values.task,
      model: await hashModel(loaded.model),
      pairs: sources.map(({ pairs }) => hashPairs(pairs)),
      sizes,
    },
    accuracy: "ranked as people labelled them",
    story:
      `Human-labelled dialogues: Anthropic HH, first helpful-base, then harmless-base, the official test files in a split of our own, by the first question. ${
        onReviews(
          values.model,
          "this is about ranking under the noise of human labels, not about good dialogue.",
        )
      }Accuracy is held against those labels.`,
    facts: [
      ...sources.flatMap(({ name, facts }) =>
        facts.map(([what, value]) => [`${name}: ${what}`, value] as const)
      ),
      ["pairs of a round", sizes.pairsPerRound],
      ["held-out pairs of each domain", sizes.heldOut],
      ["pairs of the third part of each domain, for tuning and the preference model", sizes.third],
      ...judged.map(({ name, accuracy }) =>
        [
          `${name}: held-out pairs that its preference model ranks right`,
          `${(100 * accuracy).toFixed(1)} %`,
        ] as const
      ),
      ["pairs kept of each domain", memory],
    ],
  };
}
