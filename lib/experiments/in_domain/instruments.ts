/** What policies are measured with: made once, so that what is recorded for one policy serves the others. */
import { loraBank, type LoraConfig, loraScales } from "../../adapter/mod.ts";
import type { Tensors } from "../../base/mod.ts";
import { type Scorer, scorer } from "../../evaluate/mod.ts";
import { type Model, type Sampler, sampler } from "../../model/mod.ts";

/** Draws from policies of one shape, and their log-probabilities; both are given a policy's tensors with each call. */
export interface Instrument {
  /** Draws at temperature 1. */
  readonly sampler: Sampler;
  /** Scores answers. */
  readonly scorer: Scorer;
}

/** Instruments of one model. */
export interface Instruments {
  /** The instrument of adapters with these settings; of the reference, which has no tensors, where there are none. */
  of(lora?: LoraConfig): Instrument;
  /** Gives back whatever was recorded. */
  dispose(): void;
}

/** Makes the instruments of a model, each when it is first asked for. */
export function instruments(model: Model): Instruments {
  const made = new Map<string, Instrument>();
  return {
    of(lora) {
      const name = JSON.stringify(lora ?? null);
      const known = made.get(name);
      if (known) return known;
      const options = lora && {
        linear: (weights: Tensors) => loraBank([weights], loraScales(lora)),
      };
      const fresh = { sampler: sampler(model, options), scorer: scorer(model, options) };
      made.set(name, fresh);
      return fresh;
    },
    dispose() {
      for (const { sampler, scorer } of made.values()) {
        sampler.dispose();
        scorer.dispose();
      }
    },
  };
}
