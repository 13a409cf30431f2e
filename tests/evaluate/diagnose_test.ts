import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import {
  diagnose,
  marginFindings,
  type MarginMeasures,
  marginMeasures,
  MEASURES,
  type PairNumbers,
  rankAndCalibration,
} from "../../lib/evaluate/mod.ts";
import { fold, key, normal } from "../../lib/base/mod.ts";
import { assertClose } from "../_support.ts";

const reference: PairNumbers = { chosen: [-10, -20, -30, -40], rejected: [-12, -18, -33, -41] };
const policy: PairNumbers = {
  chosen: [-8, -25, -30, -39],
  rejected: [-20, -28, -30, -40],
  chosenLengths: [4, 6, 9, 2],
  rejectedLengths: [2, 7, 5, 8],
};

Deno.test("marginMeasures() gives what a table by hand gives", () => {
  // Changes: chosen 2, −5, 0, 1; rejected −8, −10, 3, 1; hence h = 10, 5, −3, 0.
  const beta = 0.5;
  const found = marginMeasures(policy, reference, { beta });
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const slopes = [10, 5, -3, 0].map((h) => sigmoid(-beta * h));
  // Differences of lengths: 2, −1, 4, −6, whose mean is −0.25; h's mean is 3.
  const [hh, gg] = [[7, 2, -6, -3], [2.25, -0.75, 4.25, -5.75]] as const;
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, each, i) => sum + each * y[i]!, 0);
  const expected: Partial<MarginMeasures> = {
    pairs: 4,
    margin: 3,
    margin_spread: Math.sqrt((49 + 4 + 36 + 9) / 4),
    ranked_right: 0.625,
    chosen_change: -0.5,
    rejected_change: -3.5,
    chosen_fell: 0.25,
    rejected_fell: 0.5,
    both_fell: 0.25,
    chosen_over_reference: -0.5,
    sure: 0.25, // σ(5) = 0.9933; σ(2.5) = 0.92
    sure_wrong: 0,
    undecided: 0.25,
    tied: 0.25,
    slope_left: slopes.reduce((sum, slope) => sum + slope, 0) / 2,
    length_gap: -0.25,
    margin_length: dot(hh, gg) / Math.sqrt(dot(hh, hh) * dot(gg, gg)),
  };
  const names = Object.keys(expected) as (keyof MarginMeasures)[];
  assertClose(names.map((name) => found[name]!), names.map((name) => expected[name]!), 1e-12);
});

Deno.test("marginMeasures() correlates the rewards of all answers with their lengths", () => {
  const rewards = [2, 0, -2, 4];
  const found = marginMeasures({
    chosen: rewards.slice(0, 2),
    rejected: rewards.slice(2),
    chosenLengths: [5, 4],
    rejectedLengths: [3, 6],
  }, { chosen: [0, 0], rejected: [0, 0] });
  assertClose([found.reward_length!], [1], 1e-12);
});

Deno.test("a policy at the reference has not moved: every margin is a tie, and the gradient whole", () => {
  const found = marginMeasures(reference, reference);
  deepEqual(
    [found.tied, found.undecided, found.slope_left, found.ranked_right, found.margin_spread],
    [1, 1, 1, 0.5, 0],
  );
  deepEqual(diagnose(reference, reference).findings.map(({ id }) => id), ["unmoved"]);
});

Deno.test("swapping chosen and rejected negates the margin and its correlation with length", () => {
  const swapped = ({ chosen, rejected, chosenLengths, rejectedLengths }: PairNumbers) =>
    ({
      chosen: rejected,
      rejected: chosen,
      chosenLengths: rejectedLengths,
      rejectedLengths: chosenLengths,
    }) as PairNumbers;
  const [a, b] = [
    marginMeasures(policy, reference),
    marginMeasures(swapped(policy), swapped(reference)),
  ];
  assertClose([b.margin, 1 - b.ranked_right], [-a.margin, a.ranked_right], 1e-12);
  // Both the margin and the difference of lengths change their sign.
  assertClose([b.margin_length!, b.length_gap!], [a.margin_length!, -a.length_gap!], 1e-12);
  deepEqual([b.chosen_change, b.sure], [a.rejected_change, a.sure_wrong]);
});

Deno.test("K rejected answers are K margins with the chosen one of their pair", () => {
  const many = marginMeasures(
    {
      chosen: [1, 2],
      rejected: [0, -1, -2, -3],
      chosenLengths: [2, 3],
      rejectedLengths: [1, 1, 4, 5],
    },
    { chosen: [0, 0], rejected: [0, 0, 0, 0] },
  );
  const apart = marginMeasures(
    {
      chosen: [1, 2, 1, 2],
      rejected: [0, -1, -2, -3],
      chosenLengths: [2, 3, 2, 3],
      rejectedLengths: [1, 1, 4, 5],
    },
    { chosen: [0, 0, 0, 0], rejected: [0, 0, 0, 0] },
  );
  const { reward_length: _, ...shared } = many; // over answers, of which there are fewer
  const { reward_length: __, ...same } = apart;
  deepEqual(shared, same);
  equal(many.margin, 3);
});

Deno.test("changes are counted from the start where one is given, margins always from the reference", () => {
  const start: PairNumbers = { chosen: [-9, -21, -31, -41], rejected: [-13, -19, -34, -42] };
  const found = marginMeasures(policy, reference, { start, beta: 1 });
  deepEqual([found.chosen_change, found.chosen_over_reference, found.margin], [0, -0.5, 3]);
  const h = [2, 0, 0, 0].map((each) => 1 / (1 + Math.exp(each))); // margins of the start
  const slopes = [10, 5, -3, 0].map((each) => 1 / (1 + Math.exp(each)));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b);
  assertClose([found.slope_left], [sum(slopes) / sum(h)], 1e-12);
});

Deno.test("marginMeasures() ranks as rankAndCalibration() does", () => {
  const draw = (i: number) => normal(fold(key(3), i), 200);
  const [chosen, rejected] = [draw(0), draw(1)];
  const zeros = { chosen: new Float64Array(200), rejected: new Float64Array(200) };
  const { ranked_right } = marginMeasures({ chosen, rejected }, zeros);
  const margins = chosen.map((value, i) => value - rejected[i]!);
  equal(ranked_right, rankAndCalibration(margins, 0.1).accuracy);
});

Deno.test("marginMeasures() leaves out what lengths do not tell", () => {
  const plain = marginMeasures({ chosen: [1], rejected: [0] }, { chosen: [0], rejected: [0] });
  ok(!("length_gap" in plain));
  const equalLengths = marginMeasures(
    { chosen: [1, 2], rejected: [0, 3], chosenLengths: [3, 3], rejectedLengths: [3, 3] },
    { chosen: [0, 0], rejected: [0, 0] },
  );
  equal(equalLengths.length_gap, 0);
  ok(!("margin_length" in equalLengths), "what does not vary has no correlation");
});

const HEALTHY: MarginMeasures = {
  pairs: 400,
  margin: 12,
  margin_spread: 10,
  ranked_right: 0.8,
  chosen_change: 2,
  rejected_change: -10,
  chosen_fell: 0.2,
  rejected_fell: 0.9,
  both_fell: 0.2,
  chosen_over_reference: 2,
  sure: 0.05,
  sure_wrong: 0,
  undecided: 0.2,
  tied: 0,
  slope_left: 0.6,
  length_gap: 0,
  margin_length: 0.1,
  reward_length: 0.1,
};

Deno.test("each finding stands out by its own measures alone", () => {
  deepEqual(marginFindings(HEALTHY), []);
  const changed: Readonly<Record<string, Partial<MarginMeasures>>> = {
    "chosen-falls": { chosen_change: -3, chosen_fell: 0.7, both_fell: 0.6 },
    "rejected-rises": { rejected_change: 1, rejected_fell: 0.3 },
    "no-better-than-chance": { ranked_right: 0.54 },
    "length": { margin_length: -0.5 },
    "saturated": { slope_left: 0.05 },
    "sure-and-wrong": { sure_wrong: 0.05 },
    "undecided": { undecided: 0.7 },
    "dispersed": { margin_spread: 40 },
  };
  for (const [id, measures] of Object.entries(changed)) {
    deepEqual(marginFindings({ ...HEALTHY, ...measures }).map((each) => each.id), [id]);
  }
});

Deno.test("the finding on length says how much longer chosen answers are, or that they are not", () => {
  const told = (length_gap: number) =>
    marginFindings({ ...HEALTHY, margin_length: 0.5, length_gap })[0]!.evidence;
  match(told(0), /; chosen answers are as long as rejected ones on average$/);
  match(told(2.5), /; chosen answers have 2\.5 tokens more on average$/);
  match(told(-1), /; chosen answers have 1 tokens fewer on average$/);
});

Deno.test("findings need pairs enough: a correlation or a share of few may be chance", () => {
  const few = { ...HEALTHY, pairs: 10, ranked_right: 0.9 };
  deepEqual(marginFindings({ ...few, margin_length: 0.5 }), []);
  deepEqual(marginFindings({ ...few, ranked_right: 0.8 }).map(({ evidence }) => evidence), [
    "80 % of 10 margins are right, and a coin's reach up to 81.6 %",
  ]);
});

Deno.test("diagnose() tells the finding, its figures and the cures, and says when nothing stands out", () => {
  const falls = diagnose(
    { chosen: [-14, -15], rejected: [-20, -22] },
    { chosen: [-10, -10], rejected: [-10, -10] },
  );
  match(
    falls.text,
    /^Chosen answers become less likely \(chosen −4.5 nats on average, less likely in 100 %; rejected −11 nats; both fell in 100 %/,
  );
  match(falls.text, /Usual cures: .*DPOP.*RPO.*larger β/);
  const fine = diagnose(
    { chosen: [5, 5, 7, 4, 6], rejected: [-5, -8, -7, -9, -6] },
    { chosen: [0, 0, 0, 0, 0], rejected: [0, 0, 0, 0, 0] },
  );
  match(fine.text, /^Nothing stands out: chosen answers changed by 5.40 nats/);
  deepEqual(fine.rows.map(({ measure }) => measure), Object.keys(MEASURES).slice(0, 15));
});

Deno.test("diagnose() refuses what it cannot take margins of, naming list and place", () => {
  const fine = { chosen: [0], rejected: [0] };
  const refused = (policy: PairNumbers, why: RegExp, beta = 0.1) =>
    throws(() => diagnose(policy, fine, { beta }), { name: "RangeError", message: why });
  refused(fine, /beta must be > 0: current value is 0/, 0);
  refused(
    { chosen: [NaN], rejected: [0] },
    /policy\.chosen\[0\] must be finite: current value is NaN/,
  );
  refused({ chosen: [], rejected: [] }, /policy\.chosen must not be empty/);
  refused({ chosen: [0, 0], rejected: [0] }, /reference\.chosen must have one number an answer/);
  refused({ ...fine, chosenLengths: [1, 2] }, /policy\.chosenLengths must have one number/);
  throws(
    () =>
      diagnose({ chosen: [0, 0], rejected: [0, 0, 0] }, { chosen: [0, 0], rejected: [0, 0, 0] }),
    /as many rejected answers: current counts are 2 pairs and 3 rejected answers/,
  );
});
