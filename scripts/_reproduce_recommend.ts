/** `reproduce losses --task recommend`. */
import { join } from "node:path";
import { readJson } from "../lib/data/mod.ts";
import { ensureEngine } from "../lib/engine/mod.ts";
import {
  choicesFrom,
  recommend,
  RECOMMEND_RATES,
  RECOMMEND_SETTINGS,
  RECOMMEND_TUNING_SEED,
} from "../lib/experiments/mod.ts";
import { hashJson, hashModel } from "../lib/train/mod.ts";
import { recommendReport, report } from "../lib/report/mod.ts";
import { callFacts, onReviews, presetSentence } from "./_circumstances.ts";
import { dataFolder } from "./_data_folder.ts";
import { keptIn } from "./_kept_in.ts";
import { loadModelAndTokenizer } from "./_load.ts";
import { progress } from "./_progress.ts";
import { type Reproduced, seedsOf } from "./_reproduced.ts";
import type { ReproduceValues } from "./_reproduce_options.ts";
import { say } from "./_say.ts";

/** Sizes by preset. */
const PRESETS = {
  quick: { seeds: 1, negatives: [1, 3], known: 400, asked: 200 },
  full: { seeds: 3, negatives: [1, 3, 7], known: Infinity, asked: 1000 },
} as const;

/** Hit ratios of one seed beside those of S-DPO: popularity, base, sft. */
const BESIDE = 3;

/** Runs S-DPO on recommendations and writes the report. */
export async function reproduceRecommend(given: ReproduceValues): Promise<Reproduced> {
  const started = performance.now();
  const planned = PRESETS[given.preset as keyof typeof PRESETS];
  const seeds = seedsOf(given, planned);
  const out = given.out ?? join("runs", `losses-recommend-${given.preset}`);
  const folder = dataFolder({ ...given, task: "recommend" }, "rec");
  const { name, line } = await ensureEngine({ engine: given.engine, say });
  const { model, tokenizer } = await loadModelAndTokenizer(given.model);
  const read = async (part: "val" | "test") => {
    const file = `${folder}/rec/lastfm-${part}.json.gz`;
    return choicesFrom(await readJson(file), file);
  };
  const known = (await read("val")).slice(0, planned.known);
  const asked = (await read("test")).slice(0, planned.asked);
  const { negatives } = planned;
  const total = negatives.length * RECOMMEND_RATES.length +
    seeds.length * (BESIDE + negatives.length);
  const bar = progress({ label: "recommend", total });
  const runs = await keptIn(out, {
    experiment: "recommend",
    engine: name,
    model: await hashModel(model),
    known: hashJson(known),
    asked: hashJson(asked),
    rates: RECOMMEND_RATES,
    settings: RECOMMEND_SETTINGS,
  });
  let done = 0;
  const result = await recommend({
    ...{ model, tokenizer, known, asked, negatives, seeds, runs },
    mayBeSupported: given.preset === "full",
    onTrial: ({ K, rate }) => bar.update(++done, { note: `K = ${K} at ${rate}` }),
    onRow({ method, seed, metric }) {
      if (metric === "hit_ratio") bar.update(++done, { note: `${method}, seed ${seed}` });
    },
  });
  bar.done();
  const seconds = (performance.now() - started) / 1000;
  const content = recommendReport(result, {
    title: "Softmax DPO on recommendations: several rejected candidates at once",
    lead: [
      "What a listener chose next among candidates, after the artists that they had liked (LastFM, the files of S-DPO's authors: what is learnt is their validation file, what is asked for their test file). The base learns the choices supervised and becomes the reference; S-DPO then rejects K other candidates at once, with the same choices, order and number of updates for every K.",
      `${
        presetSentence(given.preset, seeds.length)
      }Each K takes the best of ${RECOMMEND_RATES.length} rates, tried on seed ${RECOMMEND_TUNING_SEED} with a fifth of the known listeners held out. ${
        onReviews(given.model, "it knows few artists.")
      }A candidate's score is the log-probability of its whole name, so that long names are at a disadvantage.`,
    ],
    facts: [
      ["base model", given.model],
      ["known choices", known.length],
      ["choices asked for", asked.length],
      ["candidates", 1 + asked[0]!.others.length],
      ...callFacts({ seeds: seeds.length, engine: line, seconds }),
    ],
  });
  await report(out, content);
  return { out, content };
}
