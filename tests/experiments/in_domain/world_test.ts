import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { dialogueWorld } from "../../../lib/experiments/in_domain/mod.ts";
import { judge, model, sizes, tokenizer, world } from "./_world.ts";
import { sentimentWorld } from "../../../lib/experiments/in_domain/mod.ts";

Deno.test("sentimentWorld() gives every part prefixes of its own, 2 to 8 tokens after the first", async () => {
  const { rounds, heldOut, samples } = await world(0);
  equal(rounds.length, sizes.rounds);
  const names = (prompts: readonly Int32Array[]) => new Set(prompts.map((ids) => ids.join()));
  const learnt = names(rounds.flat().map(({ prompt }) => prompt));
  const held = names(heldOut.map(({ prompt }) => prompt));
  const fresh = names(samples!.prompts);
  equal(fresh.size, sizes.prompts);
  ok([...held, ...fresh].every((name) => !learnt.has(name)));
  ok([...held].every((name) => !fresh.has(name)));
  for (const ids of samples!.prompts) {
    equal(ids[0], tokenizer.eos);
    ok(ids.length >= 3 && ids.length <= 9, `${ids.length} tokens`);
  }
});

Deno.test("sentimentWorld() has up to six pairs a prefix, none of equal answers", async () => {
  const { rounds } = await world(1);
  for (const round of rounds) {
    ok(round.length <= 6 * sizes.prefixesPerRound && round.length > 0);
    for (const { chosen, rejected } of round) notDeepEqual(chosen, rejected[0]);
  }
});

Deno.test("sentimentWorld() is the same for a seed, another for another", async () => {
  const [first, again, other] = [await world(2), await world(2), await world(3)];
  deepEqual(first.rounds, again.rounds);
  deepEqual(first.heldOut, again.heldOut);
  notDeepEqual(first.rounds, other.rounds);
});

Deno.test("sentimentWorld() mixes prefixes that are found late into all of its parts", async () => {
  // A beginning that most attempts meet, and many that few do: the common ones are found first.
  const rare = Array.from({ length: 60 }, (_, i) => `${i} people asked about basil`);
  const texts = [...Array<string>(240).fill("How does one keep basil alive?"), ...rare];
  let early = 0;
  for (let seed = 0; seed < 6; seed++) {
    const { rounds } = await sentimentWorld({ model, tokenizer, judge, texts }, sizes, seed);
    const prompts = new Set(rounds.flat().map(({ prompt }) => tokenizer.decode(prompt.slice(1))));
    early += [...prompts].filter((prompt) => prompt.startsWith("H")).length;
  }
  ok(early < 6 * 5, `${early} of the common beginnings stand in training`);
});

Deno.test("sentimentWorld() takes prefixes from given texts", async () => {
  const texts = Array.from(
    { length: 60 },
    (_, i) => `Question ${i}: how does one keep basil alive?`,
  );
  const { samples } = await sentimentWorld({ model, tokenizer, judge, texts }, sizes, 0);
  for (const ids of samples!.prompts) {
    ok("Question".startsWith(tokenizer.decode(ids.slice(1)).slice(0, 8)));
  }
});

Deno.test("dialogueWorld() streams learnt pairs in an order of the seed and holds whole openings out", () => {
  const pairs = Array.from({ length: 24 }, (_, row) => ({
    row,
    prompt: Int32Array.of(1),
    chosen: Int32Array.of(2),
    rejected: [Int32Array.of(3)],
  }));
  const openings = pairs.map(({ row }) => `Question ${Math.floor(row / 3)}`);
  const sizes = { rounds: 4, pairsPerRound: 4, heldOut: 5 };
  const [a, b] = [0, 1].map((seed) => dialogueWorld(pairs, openings, sizes, seed));
  const rowsOf = ({ rounds }: NonNullable<typeof a>) => rounds.flat().map(({ row }) => row);
  notDeepEqual(rowsOf(a!), rowsOf(b!));
  deepEqual(a!.heldOut, b!.heldOut);
  equal(a!.heldOut.length, 6);
  const held = new Set(a!.heldOut.map(({ row }) => openings[row]));
  equal(held.size, 2);
  for (const row of rowsOf(a!)) ok(!held.has(openings[row]!));
  throws(
    () => dialogueWorld(pairs, openings, { ...sizes, rounds: 5 }, 0),
    /takes 20 pairs beside those held out: current count is 18/,
  );
});
