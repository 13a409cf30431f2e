/** The domains of `reproduce cross-domain`. */
import { join } from "node:path";
import { readJson } from "../lib/data/mod.ts";
import {
  CROSS_DOMAIN_PRESETS,
  type CrossDomainOptions,
  dialogueDomains,
  dialogueParts,
  dialogueSamples,
  type DialogueSource,
  IN_DOMAIN_BETA,
  IN_DOMAIN_LORA,
  IN_DOMAIN_SAMPLING,
  loadJudge,
  type Preset,
  REWARD_DOMAINS,
  REWARD_SCALE,
  rewardWorlds,
} from "../lib/experiments/mod.ts";
import { atTemperature } from "../lib/model/mod.ts";
import { hashJson, hashModel, hashPairs } from "../lib/train/mod.ts";
import { onReviews } from "./_circumstances.ts";
import { dataFolder } from "./_data_folder.ts";
import { type Dialogues, readDialogues } from "./_in_domain_dialogue.ts";
import { loadModelAndTokenizer, modelFolder } from "./_load.ts";

/** What the command line says of the domains. */
export interface CrossValues {
  readonly task: string;
  readonly data: string | undefined;
  readonly model: string;
  readonly judge: string;
  readonly rounds: number | undefined;
  readonly temperature: number;
}

/** Everything of an experiment but its methods. */
export type Course =
  & Pick<
    CrossDomainOptions,
    "model" | "eos" | "world" | "beta" | "rounds" | "lora" | "memory" | "identity"
  >
  & {
    /** The domains that settings are tuned on, of a seed that is not reported. */
    readonly tuningWorld: CrossDomainOptions["world"];
    /** What makes a held-out pair ranked right, in words. */
    readonly accuracy: string;
    /** What was done, in a paragraph. */
    readonly story: string;
    /** What a report should say of it. */
    readonly facts: readonly (readonly [string, string | number])[];
  };

const COMMON = { beta: IN_DOMAIN_BETA, lora: IN_DOMAIN_LORA } as const;

/** Loads what the domains are made of. */
export function courseOf(values: CrossValues, preset: Preset): Promise<Course> {
  return values.task === "hh" ? dialogueCourse(values, preset) : rewardCourse(values, preset);
}

/** Worlds of our own, over texts that the base writes. */
async function rewardCourse(values: CrossValues, preset: Preset): Promise<Course> {
  const { tokenizer, model: base } = await loadModelAndTokenizer(values.model);
  const model = atTemperature(base, IN_DOMAIN_SAMPLING);
  const folder = await modelFolder(values.judge, "judge");
  const judge = await loadJudge(folder);
  const { worlds, memory } = CROSS_DOMAIN_PRESETS[preset];
  const { temperature } = values;
  const sizes = { ...worlds, temperature, rounds: values.rounds ?? worlds.rounds };
  const world = (seed: number) => rewardWorlds({ model, tokenizer, judge }, sizes, seed);
  return {
    ...COMMON,
    model,
    eos: tokenizer.eos,
    rounds: sizes.rounds,
    memory,
    world,
    tuningWorld: world,
    identity: {
      experiment: "cross-domain",
      task: values.task,
      model: await hashModel(model),
      judge: hashJson(await readJson(join(folder, "config.json"))),
      domains: REWARD_DOMAINS.map(({ name, opening, weights }) => ({
        name,
        opening,
        weights: [0, 0.5, 1].map(weights),
      })),
      rewardScale: REWARD_SCALE,
      sampling: IN_DOMAIN_SAMPLING,
      sizes,
    },
    accuracy: "ranked as the domain's own reward ranks them",
    story:
      "Worlds of our own: each domain has prompts that open with words of its own, four completions each from the reference, and a known reward, by which pairs are labelled through Bradley-Terry. The rewards conflict; one drifts while its stream goes by, and is measured by what it wants at the end.",
    facts: [
      ["domains", REWARD_DOMAINS.map(({ name }) => name).join(" → ")],
      ["pairs kept of each domain", memory],
      ["label temperature", temperature],
    ],
  };
}

/** Anthropic HH: first helpful, then harmless. */
async function dialogueCourse(values: CrossValues, preset: Preset): Promise<Course> {
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
    ...dialogueSamples(part, loaded.tokenizer, sizes),
  }));
  return {
    ...COMMON,
    model: loaded.model,
    eos: loaded.tokenizer.eos,
    rounds: sizes.rounds,
    memory,
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
