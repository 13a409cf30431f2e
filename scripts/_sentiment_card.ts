/** The model card of the judge of sentiment, from the figures of the run that made it. */
import type { BinaryFigures, LengthCalibration } from "../lib/evaluate/mod.ts";

/** Figures on texts of one length. */
export interface MeasuredLength {
  readonly length: string;
  readonly figures: BinaryFigures;
}

/** What a run of `train-sentiment` has found. */
export interface SentimentRun {
  readonly values: {
    readonly size: number;
    readonly smoothing: number;
    readonly penalty: number;
    readonly seed: number;
  };
  readonly counts: { readonly train: number; readonly test: number; readonly shared: number };
  readonly training: {
    readonly seconds: number;
    readonly steps: number;
    readonly system: string;
    readonly calibration: LengthCalibration;
  };
  readonly heldOut: { readonly whole: BinaryFigures; readonly windows: BinaryFigures };
  /** Whole reviews first, then windows of 16 to 64 words. */
  readonly test: readonly MeasuredLength[];
  /** Against another classifier on sampled texts, where the data has them. */
  readonly sampled: BinaryFigures | undefined;
  readonly textsPerSecond: number;
}

/** The card in Markdown. */
export function sentimentCard(run: SentimentRun): string {
  return [intro(run), method(run), figures(run), limits()].join("\n");
}

/** 0.905 → "90.50 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

const four = (value: number) => value.toFixed(4);
const count = (value: number) => value.toLocaleString("en-US");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function intro({ values, counts, textsPerSecond }: SentimentRun): string {
  const size = count(values.size);
  const rate = count(Math.round(textsPerSecond / 1000) * 1000);
  const [train, test, shared] = [counts.train, counts.test, counts.shared].map(count);
  return `# sentiment

The judge of the controlled-sentiment experiment: log-odds, in nats, that a text likes the film that it is about. It stands in
for the reward model, and its probabilities are calibrated on short texts, since it grades continuations of 16 to 64 tokens.
A linear classifier over ${size} words and pairs of neighbouring words, on plain numbers, without tensors: ${rate} texts
of 32 words a second.

\`\`\`ts
const judge = await loadJudge("models/sentiment");
const logOdds = judge(["A wonderful film, I loved it.", "A dull mess."]); // Float64Array
\`\`\`

## Data

The ${train} labelled training reviews of IMDb's Large Movie Review Dataset, half of them positive (7 to 10 of 10 stars),
half negative (1 to 4). Figures are on its ${test} test reviews, of other films; ${shared} of them have a text that stands in the
training reviews too and are counted like the others. The dataset is free for research, with citation:

> Andrew L. Maas, Raymond E. Daly, Peter T. Pham, Dan Huang, Andrew Y. Ng, Christopher Potts. Learning Word Vectors for
> Sentiment Analysis. ACL 2011. https://aclanthology.org/P11-1015

No review can be read from these files: they hold words and pairs of words that stand in four reviews or more, with a weight each.
`;
}

function method({ values, counts, training, heldOut }: SentimentRun): string {
  const [size, train, held] = [values.size, counts.train, heldOut.whole.n].map(count);
  const { bias, scale, power } = training.calibration;
  const [b, c, p] = [bias, scale, power].map(four);
  const [whole, windows] = [heldOut.whole, heldOut.windows].map(({ accuracy, logLoss }) =>
    `${percent(accuracy)} (log loss ${four(logLoss)})`
  );
  return `## Method

- **Words**: lower case, runs of letters and digits that may hold apostrophes; "!" and "?"; \`<br />\` and all else separates.
- **Features**: the different words and pairs of neighbours of a text, present or not, never how often: repetition gains nothing.
  The ${size} with the largest |r|·√count were kept, r the log-count ratio of naive Bayes, smoothed by α = ${values.smoothing}.
- **Weights** w: logistic regression whose penalty λ = ${values.penalty} acts on w/r (NB-weighted, after Wang & Manning, ACL 2012), on
  every review and one random window of 16 to 64 words of it; L-BFGS, ${training.steps} steps for the two fits; float32.
- **Calibration**: log-odds = b + c·s/(1 + n)^p for a sum s over n present features; b = ${b}, c = ${c}, p = ${p}.
  Fitted on the ${held} reviews of the last films, which a first fit had not seen, and four windows of each; then the weights
  were learnt anew from all ${train}. (The two files of training reviews run through the same films in the same order.)
- **Choice** of size, α and λ: by held-out training reviews, films apart, not by test reviews.
- **Deterministic**: seed ${values.seed}; the same data gives the same files, bit for bit, on the same build of Deno.

\`deno task train-sentiment --data DATA\`: ${
    Math.round(training.seconds)
  } s of training (${training.system}), and this card.

On the ${held} held-out reviews the first fit was right on ${whole}, on their windows on ${windows}.
`;
}

function figures({ test, sampled }: SentimentRun): string {
  const [whole, windows] = test;
  return `## Figures on the test reviews

The label of a window is that of its review, and many windows tell a story without a verdict: their accuracy has a ceiling far
below that of whole reviews. What matters there is that the probabilities are honest.

${
    table(
      ["texts", "count", "accuracy", "ECE (15 bins)", "Brier", "log loss, nats"],
      test.map(({ length, figures: f }) => [
        length,
        count(f.n),
        percent(f.accuracy),
        four(f.ece),
        four(f.brier),
        four(f.logLoss),
      ]),
    )
  }

ECE: mean over texts of |share of positive ones − mean probability| of their bin of P(positive).

${
    table(
      ["confusion", "called positive", "called negative"],
      [whole!, windows!].flatMap(({ length, figures: { confusion: c } }) => [
        [`${length}: positive`, count(c.truePositive), count(c.falseNegative)],
        [`${length}: negative`, count(c.falsePositive), count(c.trueNegative)],
      ]),
    )
  }

### Calibration

${table(["P(positive)", ...[whole!, windows!].flatMap(columns)], reliabilityRows(whole!, windows!))}
${sampled ? agreement(sampled) : ""}`;
}

function columns({ length }: MeasuredLength): string[] {
  return [`${length}: count`, "mean P", "positive"];
}

function reliabilityRows(...measured: readonly MeasuredLength[]): string[][] {
  const lows = new Set(measured.flatMap(({ figures }) => figures.reliability.map((b) => b.low)));
  return [...lows].sort((a, b) => a - b).map((low) => {
    const bins = measured.map(({ figures }) => figures.reliability.find((b) => b.low === low));
    const high = bins.find((bin) => bin)!.high;
    const cells = bins.flatMap((bin) =>
      bin ? [count(bin.count), four(bin.forecast), four(bin.observed)] : ["0", "", ""]
    );
    return [`${low.toFixed(3)} to ${high.toFixed(3)}`, ...cells];
  });
}

function agreement({ n, accuracy, confusion }: BinaryFigures): string {
  const [texts, both, neither, ours, theirs] = [
    n,
    confusion.truePositive,
    confusion.trueNegative,
    confusion.falsePositive,
    confusion.falseNegative,
  ].map(count);
  return `
### Texts that a language model wrote

On the ${texts} continuations of IMDb prefixes that the authors of ODPO sampled and graded with a classifier of theirs
(rycolab/odpo, Apache-2.0), prompt and continuation judged as one text, the two agree on the side of ${
    percent(accuracy)
  }:
both positive ${both}, both negative ${neither}, only this one positive ${ours}, only theirs ${theirs}.
`;
}

function limits(): string {
  return `## Intended use and limits

For experiments on preference optimisation with texts in the manner of English film reviews: labelling pairs, measuring rewards.
It reads words, not meaning: it knows no irony, no negation beyond neighbouring words, no other language, and lists of praise
please it ("wonderful superb perfect") though no reader would be pleased. A policy that is trained long enough against it will find that,
so read samples and the divergence from the reference beside its rewards. Not for judging people or what they write.
`;
}
