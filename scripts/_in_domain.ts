/** What `reproduce in-domain` and `tune` share: a model, a stream, and what both are made of. */
import {
  IN_DOMAIN_BETA,
  IN_DOMAIN_LORA,
  IN_DOMAIN_SAMPLING,
  type InDomainOptions,
  type Preset,
  type World,
} from "../lib/experiments/mod.ts";
import { atTemperature } from "../lib/model/mod.ts";
import { hashModel } from "../lib/train/mod.ts";
import { dialogueSource } from "./_in_domain_dialogue.ts";
import type { StreamValues } from "./_in_domain_options.ts";
import { sentimentSource } from "./_in_domain_sentiment.ts";
import { loadModelAndTokenizer } from "./_load.ts";

/** Everything of an experiment but its methods. */
export type Stream =
  & Pick<InDomainOptions, "model" | "eos" | "world" | "beta" | "rounds" | "lora">
  & {
    /** What it is made of: an experiment is gone on with, and settings are taken over, only under the same. */
    readonly identity: Readonly<Record<string, unknown>>;
    /** What a report should say of it. */
    readonly facts: readonly (readonly [string, string | number])[];
  };

/** Loads what a stream is made of. */
export async function streamOf(values: StreamValues, preset: Preset): Promise<Stream> {
  const base = await loadModelAndTokenizer(values.model);
  const { tokenizer } = base;
  const model = values.task === "sentiment"
    ? atTemperature(base.model, IN_DOMAIN_SAMPLING)
    : base.model;
  const loaded = { ...base, model };
  const source = values.task === "dialogue"
    ? await dialogueSource(values, preset, loaded)
    : await sentimentSource(values, preset, loaded);
  return {
    model,
    eos: tokenizer.eos,
    beta: IN_DOMAIN_BETA,
    lora: IN_DOMAIN_LORA,
    rounds: source.sizes.rounds,
    world: source.world,
    identity: {
      task: values.task,
      model: await hashModel(model),
      beta: IN_DOMAIN_BETA,
      lora: IN_DOMAIN_LORA,
      ...source.identity,
    },
    facts: source.facts,
  };
}

/** A task's stream, by seed. */
export interface Source {
  readonly sizes: { readonly rounds: number };
  readonly world: (seed: number) => Promise<World>;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly facts: readonly (readonly [string, string | number])[];
}
