import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import {
  compareLosses,
  type CompareLossesOptions,
  LOSS_TRIALS,
  type RatedPost,
  readRatedPosts,
  SUMMARY_TUNING_SEED,
  summaryClaims,
  summaryPairs,
  type SummaryRun,
  summarySplit,
} from "../../../lib/experiments/mod.ts";
import { trainingPairs } from "../../../lib/experiments/summaries/summary_split.ts";
import { marginMeasures } from "../../../lib/evaluate/mod.ts";
import { summariesReport } from "../../../lib/report/mod.ts";
import { noLeaks } from "../../_support.ts";
import { LORA, model, tokenizer } from "../in_domain/_world.ts";

const posts: RatedPost[] = Array.from({ length: 12 }, (_, i) => ({
  post: `The tea number ${i} was warm.`,
  summaries: [
    { text: " Warm tea.", rating: 6 },
    { text: " Cold tea, all of it.", rating: 2 },
    { text: ` Number ${i}.`, rating: 3 },
  ],
}));
const pairs = summaryPairs(posts, tokenizer, { postTokens: 24, summaryTokens: 12 });
const split = summarySplit(pairs.slice(0, 8), pairs.slice(8), { tuningPosts: 2, pairsPerPost: 2 });

Deno.test("readRatedPosts() refuses a post without a rating for each summary, naming it", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "tldr"));
  const write = (data: unknown) =>
    Deno.writeTextFile(join(folder, "tldr", "tldr-sft-train-rel.json"), JSON.stringify(data));
  await write({ a: { responses: ["x", "y"], rewards: [1, 7] } });
  deepEqual(await readRatedPosts(folder, "train"), [
    { post: "a", summaries: [{ text: "x", rating: 1 }, { text: "y", rating: 7 }] },
  ]);
  await write({
    a: { responses: ["x"], rewards: [1] },
    b: { responses: ["x", "y"], rewards: [1] },
  });
  await rejects(readRatedPosts(folder, "train"), /post 2 must have a rating for each/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("summaryPairs() keeps the beginning of a post, ends each summary, and leaves ties out", () => {
  for (const [row, each] of pairs.entries()) {
    equal(each.length, 3);
    for (const { prompt, chosen, rejected, scores, row: at } of each) {
      equal(at, row);
      ok(scores!.chosen > scores!.rejected[0]!);
      ok(prompt.length <= 24 + tokenizer.encode("\n\nTL;DR:").length);
      ok(chosen.length <= 12 && chosen.at(-1) === tokenizer.eos);
      ok(rejected[0]!.at(-1) === tokenizer.eos);
    }
  }
  const tied = summaryPairs(
    [{ post: "x", summaries: [{ text: "a", rating: 1 }, { text: "b", rating: 1 }] }],
    tokenizer,
  );
  deepEqual(tied, [[]]);
});

Deno.test("summarySplit() parts posts, and takes at most so many pairs of those measured", () => {
  const rows = [split.learnt, split.tuning].map((part) => part.flat().map(({ row }) => row));
  ok(new Set(rows[0]).isDisjointFrom(new Set(rows[1])));
  equal(split.heldOut.length, 4);
  ok([...split.tuning, ...split.heldOut].every(({ length }) => length === 2));
});

Deno.test("trainingPairs() draws without replacement, by seed, and says where there are too few", () => {
  const drawn = trainingPairs(split, 10, 0);
  equal(new Set(drawn).size, 10);
  ok(drawn.some((pair, i) => pair !== trainingPairs(split, 10, 1)[i]));
  throws(() => trainingPairs(split, 99, 0), /on 99 pairs.*count is 18/);
});

const options: CompareLossesOptions = {
  model,
  padId: tokenizer.eos,
  beta: 0.5,
  lora: LORA,
  batchSize: 4,
  losses: ["dpo", "odpo", "mallows-theta"],
  sizes: [4, 8],
  seeds: [0],
  split,
};

Deno.test("compareLosses() tunes every loss alike and measures it at every size and seed", async () => {
  await noLeaks(async () => {
    const { trials, runs, rows, diverged, claims } = await compareLosses(options);
    for (const loss of options.losses) {
      equal(trials.filter((trial) => trial.loss === loss).length, LOSS_TRIALS);
      for (const metric of ["accuracy", "margin", "reward_length"]) {
        const mine = rows.filter((row) => row.method === loss && row.metric === metric);
        deepEqual(mine.map(({ step }) => step), options.sizes, metric);
      }
    }
    ok(runs.every(({ byPost }) => byPost.length === 4 && byPost.every((x) => x >= 0 && x <= 1)));
    ok(!options.seeds.includes(SUMMARY_TUNING_SEED));
    deepEqual(diverged, {});
    equal(claims.length, 2 * (options.losses.length - 1));
  });
});

Deno.test("compareLosses() refuses a loss that is named twice: its seeds would count twice", async () => {
  await rejects(
    compareLosses({ ...options, losses: ["dpo", "odpo", "dpo"] }),
    /Cannot run "dpo" twice: name each method once/,
  );
});

Deno.test("compareLosses() does no training twice", async () => {
  const kept = new Map<string, unknown>();
  let saved = 0;
  const runs = {
    load: (name: string) => Promise.resolve(kept.get(name)),
    save(name: string, outcome: unknown) {
      saved++;
      kept.set(name, outcome);
      return Promise.resolve();
    },
  };
  const small = { ...options, losses: ["dpo"], sizes: [4], seeds: [0], runs };
  const first = await compareLosses(small);
  equal(saved, LOSS_TRIALS + 1);
  deepEqual((await compareLosses(small)).rows, first.rows);
  equal(saved, LOSS_TRIALS + 1);
});

Deno.test("summaryClaims() by hand: over seeds, on the same pairs", () => {
  const margins = marginMeasures({ chosen: [1], rejected: [0] }, { chosen: [0], rejected: [0] });
  const run = (loss: string, seed: number, byPost: number[]): SummaryRun => ({
    loss,
    size: 8,
    seed,
    byPost,
    margins,
  });
  const runs = [0, 1, 2].flatMap((seed) => [
    run("dpo", seed, [0.5, 0.5]),
    run("odpo", seed, [0.7, 0.7 + seed / 1000]),
    run("mallows-phi", seed, [0.5, 0.5 + (seed - 1) / 100]),
  ]);
  const verdicts = summaryClaims(runs).map(({ id, verdict }) => [id, verdict]);
  deepEqual(verdicts, [["odpo-over-dpo-at-8", "supported"], [
    "mallows-phi-over-dpo-at-8",
    "inconclusive",
  ]]);
  const [look] = summaryClaims(runs, { mayBeSupported: false });
  equal(look!.verdict, "inconclusive");
  match(look!.evidence, /a look supports nothing$/);
});

Deno.test("summariesReport() says why margins moved after the most pairs, and how often they rank right", () => {
  const row = (step: number, metric: string, value: number) => ({
    method: "dpo",
    seed: 0,
    step,
    metric,
    value,
  });
  const fell = marginMeasures({ chosen: [-9], rejected: [-30] }, { chosen: [0], rejected: [0] });
  const rose = marginMeasures({ chosen: [9], rejected: [-3] }, { chosen: [0], rejected: [0] });
  const rowsAfter = (step: number, margins: typeof fell) =>
    Object.entries({ accuracy: 0.6, ...margins }).map(([metric, value]) =>
      row(step, metric, value)
    );
  const { sections } = summariesReport({
    ...{ trials: [], runs: [], diverged: {}, claims: [] },
    rows: [...rowsAfter(4, rose), ...rowsAfter(8, fell)],
  }, { title: "T", lead: [], facts: [] });
  const [losses, diagnosis] = sections;
  deepEqual(Object.keys((losses!.table as object[])[0]!), [
    "loss",
    "accuracy after 4 pairs",
    "accuracy after 8 pairs",
  ]);
  match(String(diagnosis!.text), /Chosen answers become less likely: dpo \(chosen −9 nats/);
});
