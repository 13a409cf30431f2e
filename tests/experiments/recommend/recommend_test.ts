import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { key } from "../../../lib/base/mod.ts";
import {
  apartByListener,
  type Choice,
  choicePairs,
  choicesFrom,
  hitsAtOne,
  popularityHits,
  recommend,
  RECOMMEND_RATES,
  recommendClaims,
} from "../../../lib/experiments/mod.ts";
import { initModel, parseConfig } from "../../../lib/model/mod.ts";
import { tokenizerFromJson, trainBpe } from "../../../lib/tokens/mod.ts";
import { engine, noLeaks } from "../../_support.ts";

void engine;
const NAMES = ["Can", "Neu!", "Faust", "Cher", "Abba", "Moby"];
/** Whoever liked a name likes the next one. */
const choices: Choice[] = Array.from({ length: 12 }, (_, i) => ({
  history: [NAMES[i % 6]!],
  chosen: NAMES[(i + 1) % 6]!,
  others: [2, 3, 4].map((k) => NAMES[(i + k) % 6]!),
}));

Deno.test("hitsAtOne() counts a shared first place in part, and any better answer as a miss", () => {
  deepEqual(hitsAtOne({ chosen: [2, 2, 2], rejected: [1, 2, 3, 1, 2, 0] }), [1, 1 / 3, 0]);
});

Deno.test("popularityHits() recommends what was chosen most often elsewhere", () => {
  const known = [choices[0]!, choices[0]!, choices[2]!]; // Neu! twice, Cher once
  const asked = (chosen: string, ...others: string[]): Choice => ({ history: [], chosen, others });
  deepEqual(popularityHits(known, [asked("Neu!", "Cher")]), [1]);
  deepEqual(popularityHits(known, [asked("Cher", "Neu!"), asked("Cher", "Abba")]), [0, 1]);
  deepEqual(popularityHits(known, [asked("Can", "Abba")]), [0.5]);
});

Deno.test("choicePairs() draws the same rejected answers, of which fewer are the first of more", () => {
  const drawn = (negatives: number) => choicePairs(choices, { negatives, key: key(1) });
  const [few, many] = [drawn(1), drawn(3)];
  few.forEach(({ rejected }, i) => deepEqual(rejected, many[i]!.rejected.slice(0, 1)));
  deepEqual(drawn(3), many);
  deepEqual([...many[0]!.rejected].sort(), [" Abba", " Cher", " Faust"]);
  ok(
    new Set(few.map(({ rejected }, i) => choices[i]!.others.indexOf(rejected[0]!.trim()))).size > 1,
  );
  throws(() => drawn(4), {
    name: "RangeError",
    message: "Cannot draw 4 rejected answers as row 1 has 3 other candidates: ask for 1 to as many",
  });
});

Deno.test("choicesFrom() refuses rows of another form, naming them", () => {
  const row = { historyList: "Can", itemList: ["Faust", "Cher", "Cher"], trueSelection: "Faust" };
  deepEqual(choicesFrom([row], "f")[0]!.others, ["Cher"]);
  const refused = (json: unknown, message: RegExp) =>
    throws(() => choicesFrom(json, "f.json"), { name: "TypeError", message });
  refused({}, /f\.json holds no list/);
  refused(
    [row, { ...row, itemList: "Faust" }],
    /row 2 of f\.json is not .* its keys are historyList/,
  );
  refused([row, null], /row 2 of f\.json is not .* its keys are none/);
  refused([{ ...row, trueSelection: "Abba" }], /row 1 of f\.json lacks its .* value is "Abba"/);
});

Deno.test("apartByListener() keeps a listener's choices together: none that is asked for stands in a history that is learnt", () => {
  // Three listeners, each one's list a step further in every row.
  const rows = ["abcdef", "ghijkl", "mnopqr"].flatMap((list) =>
    [2, 3, 4, 5].map((at): Choice => ({
      history: [...list.slice(0, at)],
      chosen: list[at]!,
      others: [],
    }))
  );
  const { learnt, apart } = apartByListener(rows, 3);
  deepEqual([learnt.length, apart.length], [8, 4]);
  const told = new Set(learnt.flatMap(({ history, chosen }) => [...history, chosen]));
  ok(apart.every(({ chosen }) => !told.has(chosen)));
  throws(
    () => apartByListener(rows.slice(0, 4), 5),
    /of two listeners or more: current count is 1/,
  );
});

Deno.test("recommend() learns what follows what, and keeps one budget for every K", () =>
  noLeaks(async () => {
    const tokenizer = tokenizerFromJson(trainBpe(NAMES, { vocabSize: 280 }));
    const config = parseConfig({
      model_type: "gpt2",
      n_layer: 1,
      n_embd: 16,
      n_head: 2,
      n_positions: 48,
      vocab_size: 280,
    });
    const model = initModel(config, key(0));
    const seen: unknown[] = [];
    const { rows, trials, claims } = await recommend({
      model,
      tokenizer,
      known: [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11].map((i) => choices[i]!), // several listeners
      asked: choices.slice(0, 6),
      negatives: [1, 3],
      seeds: [0],
      batchSize: 6,
      supervisedRate: 3e-2,
      epochs: { supervised: 6, preferences: 8 },
      onRow: (row) => seen.push(row),
    });
    deepEqual(seen, rows);
    const of = (method: string, metric: string) =>
      rows.find((row) => row.method === method && row.metric === metric)!;
    const measured = (metric: string) =>
      rows.filter((row) => row.metric === metric).map(({ method, step }) => [method, step]);
    const preferences = [["sdpo-1", 16], ["sdpo-3", 16]];
    deepEqual(measured("hit_ratio"), [
      ["popularity", 0],
      ["base", 0],
      ["sft", 12],
      ...preferences,
    ]);
    deepEqual(measured("answers"), preferences);
    deepEqual(measured("margin_spread"), preferences);
    equal(of("sdpo-1", "pairs").value, 6 * 3); // all other candidates, whatever K
    ok(of("sdpo-3", "margin").value > 0);
    equal(of("popularity", "hit_ratio").value, 0.25); // all are chosen as often
    equal(of("sdpo-3", "answers").value, 24);
    ok(of("sdpo-3", "hit_ratio").value > of("base", "hit_ratio").value);
    equal(trials.length, 2 * RECOMMEND_RATES.length);
    deepEqual(claims.map(({ id }) => id), ["sdpo-1-over-sft", "sdpo-3-over-sdpo-1"]);
    for (const tensor of Object.values(model.weights)) tensor.dispose();
  }));

Deno.test("recommendClaims() by hand: each K against K = 1, seed by seed", () => {
  const row = (method: string, seed: number, value: number) => ({
    method,
    seed,
    step: 9,
    metric: "hit_ratio",
    value,
  });
  const rows = [0, 1, 2].flatMap((seed) => [
    row("sft", seed, 0.3 + seed / 100),
    row("sdpo-1", seed, 0.4 + seed / 99),
    row("sdpo-3", seed, 0.4 + (seed - 1) / 9),
  ]);
  deepEqual(recommendClaims(rows).map(({ verdict }) => verdict), ["supported", "inconclusive"]);
  const [look] = recommendClaims(rows, { mayBeSupported: false });
  equal(look!.verdict, "inconclusive");
  match(look!.evidence, /a look supports nothing$/);
});
