import { deepEqual, equal, ok, throws } from "node:assert/strict";
import {
  dialogueDomains,
  dialogueParts,
  dialogueSamples,
  preferenceModel,
} from "../../../lib/experiments/mod.ts";
import { tokenizer } from "../in_domain/_world.ts";

const kind = ["Gladly, here it is.", "Of course, here you are."];
const rude = ["No, go away.", "Go away, I will not."];
const pairs = Array.from({ length: 60 }, (_, row) => ({
  row,
  prompt: tokenizer.encode(`Question ${row}?`),
  chosen: tokenizer.encode(kind[row % 2]!),
  rejected: [tokenizer.encode(rude[row % 2]!)],
}));
const openings = pairs.map(({ row }) => `${row >> 1}`); // two of each
const sizes = { heldOut: 10, third: 20, rounds: 5, pairsPerRound: 4, prompts: 3, maxTokens: 8 };
const parts = dialogueParts({ name: "polite", pairs, openings }, sizes);

Deno.test("dialogueParts() splits by opening into three parts that share none", () => {
  const [learnt, heldOut, third] = [parts.learnt, parts.heldOut, parts.third].map((part) =>
    new Set(part.map(({ row }) => openings[row]))
  ) as [Set<string>, Set<string>, Set<string>];
  deepEqual([parts.heldOut.length, parts.third.length, parts.learnt.length], [10, 20, 30]);
  ok(
    learnt.isDisjointFrom(heldOut) && learnt.isDisjointFrom(third) && third.isDisjointFrom(heldOut),
  );
});

Deno.test("dialogueDomains() draws rounds from the learnt part alone, by seed", () => {
  const rowsOf = (seed: number) =>
    dialogueDomains([parts], sizes, seed).domains[0]!.rounds.flat().map(({ row }) => row);
  const learnt = new Set(parts.learnt.map(({ row }) => row));
  ok(rowsOf(0).every((row) => learnt.has(row)));
  equal(new Set(rowsOf(0)).size, 20);
  ok(rowsOf(0).join() !== rowsOf(1).join());
  throws(() => dialogueDomains([parts], { ...sizes, rounds: 8 }, 0), /takes 32 pairs.*count is 30/);
});

Deno.test("dialogueSamples() grades by a preference model that ranks held-out pairs", () => {
  const { samples, accuracy } = dialogueSamples(parts, tokenizer, sizes);
  equal(accuracy, 1);
  equal(samples.prompts.length, 3);
  const [better, worse] = samples.judge(
    [],
    [kind[0]!, rude[0]!].map((text) => tokenizer.encode(text)),
  );
  ok(better! > worse!);
});

Deno.test("dialogueSamples() keeps the end of a prompt that leaves no room for a sample", () => {
  const whole = dialogueSamples(parts, tokenizer, sizes).samples.prompts;
  const context = sizes.maxTokens + 3;
  const short = dialogueSamples(parts, tokenizer, { ...sizes, context }).samples.prompts;
  ok(whole.some(({ length }) => length > 3));
  deepEqual(short, whole.map((prompt) => prompt.slice(-3)));
});

Deno.test("preferenceModel() refuses too few pairs", () => {
  throws(() => preferenceModel([]), /must be 10 pairs: current count is 0/);
});
