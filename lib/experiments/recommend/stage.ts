/** A seed's runs, each done once: the base learns the choices, and S-DPO goes on from there. */
import { tf } from "../../base/mod.ts";
import type { MarginMeasures } from "../../evaluate/mod.ts";
import { unlessKept } from "../kept_results.ts";
import { softmaxDpo, type Supervised, supervised } from "./runs.ts";
import type { RecommendOptions } from "./types.ts";

/** What a run gives. */
export interface RunResult {
  /** Hit ratio at rank 1. */
  readonly hits: number;
  /** Updates. */
  readonly steps: number;
}

/** What S-DPO gives. */
export interface PreferenceRunResult extends RunResult {
  /** Margins of each answer over all other candidates, against the supervised base. */
  readonly margins: MarginMeasures;
}

/** The runs of one seed. */
export interface Stage {
  /** The supervised base. */
  sft(): Promise<RunResult>;
  /** S-DPO with K rejected answers, from the supervised base. */
  sdpo(K: number, rate: number): Promise<PreferenceRunResult>;
  /** Gives back the supervised base, if it had to be made. */
  dispose(): Promise<void>;
}

/** The runs of a seed; those that were kept are not done again, nor is the supervised base where nothing else needs it. */
export function stageOf(options: RecommendOptions, seed: number): Stage {
  let made: Promise<Supervised> | undefined;
  const base = () => made ??= supervised(options, seed);
  return {
    sft: () =>
      unlessKept(options.runs, `${seed}/sft`, async () => {
        const { hits, steps } = await base();
        return { hits, steps };
      }),
    sdpo: (K, rate) =>
      unlessKept(
        options.runs,
        `${seed}/sdpo-${K}-${rate}`,
        async () => softmaxDpo(options, await base(), { K, rate, seed }),
      ),
    async dispose() {
      if (made) tf.dispose((await made).reference.weights);
    },
  };
}
