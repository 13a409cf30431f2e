/** Trains the judge of sentiment on the labelled IMDb reviews, and measures it on the test reviews. */
import { fold, type Key, key } from "../lib/base/mod.ts";
import { fileExists, readAll, readRows } from "../lib/data/mod.ts";
import {
  binaryFigures,
  CLASSIFIER_FILES,
  filesFromClassifier,
  type Judge,
  plainWords,
} from "../lib/evaluate/mod.ts";
import {
  type LabelledText,
  loadJudge,
  measureJudge,
  measureOnWindows,
  randomWindow,
  readLabelledReviews,
  splitByFilm,
  trainSentiment,
} from "../lib/experiments/judge/mod.ts";
import { writeFile, writeJson } from "../lib/train/mod.ts";
import { defineOptions, main, readArguments, UsageError } from "./_arguments.ts";
import { readEnv } from "./_environment.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";
import { type MeasuredLength, percent, sentimentCard } from "./_sentiment_card.ts";

/** Words of the texts whose rate of judging is measured. */
const TIMED = 32;
/** Where in the order of films those begin that calibrate. */
const HELD_OUT = 0.9;
/** Lengths that are measured apart, in words. */
const LENGTHS = [[16, 64], [16, 31], [32, 47], [48, 64]] as const;

const spec = defineOptions({
  data: {
    type: "string",
    placeholder: "folder",
    help: "Folder with imdb/{train,test}_{pos,neg}.jsonl.gz; else the variable FASTSLOW_DATA.",
  },
  out: {
    type: "string",
    default: "models/sentiment",
    placeholder: "folder",
    help: "Where the judge goes.",
  },
  size: { type: "integer", min: 1, default: 65536, help: "Words and pairs it knows at most." },
  smoothing: {
    type: "number",
    exclusiveMin: 0,
    default: 1,
    help: "Texts that are added to the counts of naive Bayes.",
  },
  penalty: {
    type: "number",
    exclusiveMin: 0,
    default: 4e-4,
    help: "Penalty on squared weights, over naive Bayes' ratios.",
  },
  seed: { type: "integer", min: 0, default: 0, help: "Seed of the random windows." },
});

await main(async () => {
  const { values } = readArguments(spec, Deno.args, {
    task: "train-sentiment",
    summary: "Trains the judge of sentiment on labelled reviews, in minutes, and writes its card.",
    examples: ["--data DATA", "--data DATA --out runs/judge"],
  });
  const { out, size, smoothing, penalty, seed } = values;
  const data = values.data ?? readEnv("FASTSLOW_DATA");
  if (!data) {
    throw new UsageError("Option --data is needed, as the variable FASTSLOW_DATA is not set.");
  }
  const train = await readLabelledReviews(data, "train");
  const test = await readLabelledReviews(data, "test");
  const [trainKey, testKey] = [fold(key(seed), 0), fold(key(seed), 1)];

  const bar = progress({ label: "train-sentiment", unit: "steps" });
  const start = performance.now();
  let steps = 0;
  const { classifier, heldOut } = trainSentiment(splitByFilm(train, HELD_OUT, 1), trainKey, {
    size,
    smoothing,
    penalty,
    onStep: (part, _, loss) => bar.update(++steps, { note: `${part}, loss ${loss.toFixed(4)}` }),
  });
  const seconds = (performance.now() - start) / 1000;
  bar.done();

  // The config comes last, so that a folder with a config is whole.
  const files = await filesFromClassifier(classifier);
  await writeFile(`${out}/${CLASSIFIER_FILES.vocabulary}`, files.vocabulary);
  await writeFile(`${out}/${CLASSIFIER_FILES.weights}`, files.weights);
  await writeJson(`${out}/${CLASSIFIER_FILES.config}`, files.config);

  const judge = await loadJudge(out);
  const whole = measureJudge(judge, test);
  const card = sentimentCard({
    values: { size: classifier.features.length, smoothing, penalty, seed },
    counts: { train: train.length, test: test.length, shared: shared(train, test) },
    training: { seconds, steps, system: system(), calibration: classifier.calibration },
    heldOut,
    test: [{ length: "whole reviews", figures: whole }, ...onLengths(judge, test, testKey)],
    sampled: await agreement(judge, `${data}/imdb/odpo-samples.jsonl`),
    textsPerSecond: textsPerSecond(judge, test, testKey),
  });
  await writeFile(`${out}/README.md`, card);
  say(`train-sentiment: ${percent(whole.accuracy)} of ${test.length} test reviews, in ${out}`);
});

function onLengths(judge: Judge, rows: readonly LabelledText[], k: Key): MeasuredLength[] {
  return LENGTHS.map(([least, most], i) => ({
    length: `${least} to ${most} words`,
    figures: measureOnWindows(judge, rows, fold(k, i), { least, most }),
  }));
}

/** Test reviews that were also learnt from. */
function shared(train: readonly LabelledText[], test: readonly LabelledText[]): number {
  const known = new Set(train.map(({ text }) => text));
  return test.filter(({ text }) => known.has(text)).length;
}

/** How far another classifier agrees, on texts that a language model wrote; rewards above 1 are its positive ones. */
async function agreement(judge: Judge, file: string) {
  if (!await fileExists(file)) return undefined;
  const rows = (await readAll(readRows(file))).map(({ value }) => value);
  return binaryFigures(
    judge(rows.map(({ prompt, text }) => `${prompt} ${text}`)),
    rows.map(({ reward }) => Number(reward) > 1),
  );
}

/** The best of some passes: the first ones warm up, and others may use the machine. */
function textsPerSecond(judge: Judge, rows: readonly LabelledText[], k: Key): number {
  const texts = rows.map(({ text }, i) =>
    randomWindow(plainWords(text), fold(k, i), { least: TIMED, most: TIMED }).join(" ")
  );
  const seconds = Array.from({ length: 5 }, () => {
    const start = performance.now();
    judge(texts);
    return (performance.now() - start) / 1000;
  });
  return texts.length / Math.min(...seconds);
}

function system(): string {
  return `Deno ${Deno.version.deno}, ${Deno.build.os} ${Deno.build.arch}, ${navigator.hardwareConcurrency} cores`;
}
