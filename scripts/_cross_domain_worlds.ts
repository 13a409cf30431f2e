/** The course of `reproduce cross-domain --task worlds`. */
import { join } from "node:path";
import { readJson } from "../lib/data/mod.ts";
import {
  CROSS_DOMAIN_PRESETS,
  IN_DOMAIN_SAMPLING,
  loadJudge,
  type Preset,
  REWARD_DOMAINS,
  REWARD_SCALE,
  rewardWorlds,
} from "../lib/experiments/mod.ts";
import { atTemperature } from "../lib/model/mod.ts";
import { hashJson, hashModel } from "../lib/train/mod.ts";
import { COMMON, type Course, type CrossValues } from "./_cross_domain_course.ts";
import { loadModelAndTokenizer, modelFolder } from "./_load.ts";

/** Worlds of our own, over texts that the base writes. */
export async function rewardCourse(values: CrossValues, preset: Preset): Promise<Course> {
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
