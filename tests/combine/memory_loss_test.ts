import { deepEqual, ok, throws } from "node:assert/strict";
import { initAdapter } from "../../lib/adapter/mod.ts";
import { type EncodedPair, key, normal, type PreferenceLoss, tf } from "../../lib/base/mod.ts";
import {
  byGrid,
  combine,
  type MemoryLoss,
  memoryLoss,
  searchWeights,
} from "../../lib/combine/mod.ts";
import { batchTensors, factsOf, pairLogps } from "../../lib/logprobs/mod.ts";
import { loraBank } from "../../lib/adapter/mod.ts";
import { anchorOfMismatched, aot, dpo, kto, mallowsPhi, odpo, sum } from "../../lib/losses/mod.ts";
import { initModel, parseConfig } from "../../lib/model/mod.ts";
import { batchPairs, withMismatched } from "../../lib/tokens/mod.ts";
import { assertClose, noLeaks } from "../_support.ts";

const config = parseConfig({
  model_type: "gpt2",
  n_layer: 2,
  n_embd: 16,
  n_head: 2,
  n_positions: 24,
  vocab_size: 60,
});
const model = initModel(config, key(1));
const lora = { rank: 2, alpha: 4, targets: ["c_attn"], rankStabilised: false };
const loss = dpo({ beta: 2 });
/** Modules that have moved. */
const adapters = [3, 4].map((seed) => {
  const { weights } = initAdapter(config, lora, key(seed));
  return {
    config: lora,
    weights: Object.fromEntries(
      Object.entries(weights).map(([name, { shape, size }], i) => [
        name,
        tf.tensor(Float32Array.from(normal(key(10 * seed + i), size), (x) => 0.2 * x), shape),
      ]),
    ),
  };
});
const memories = [5, 6].map((seed) =>
  Array.from({ length: 5 }, (_, row): EncodedPair => {
    const ids = (count: number, from: number) =>
      Int32Array.from(normal(key(seed), count + from).slice(from), (x) =>
        Math.abs(Math.floor(20 * x)) % 60);
    return {
      row,
      prompt: ids(3, row),
      chosen: ids(4, row + 9),
      rejected: [ids(2 + row, row + 20)],
    };
  })
);

Deno.test("memoryLoss() is the mean over domains of the combined module's mean loss", async () => {
  const found = memoryLoss(adapters, memories, { model, loss });
  const weights = [0.6, -0.3];
  const whole = await combine(adapters, weights);
  const expected = await Promise.all(memories.map(async (pairs) => {
    const batch = batchTensors(batchPairs(pairs));
    const [policy] = pairLogps(model, batch, { linears: [loraBank([whole.weights], 1)] });
    const [reference] = pairLogps(model, batch);
    return (await tf.mean(loss(policy!, reference!)).data())[0]!;
  }));
  assertClose(await found.byDomain(weights), expected, 1e-5);
  assertClose([await found.at(weights)], [(expected[0]! + expected[1]!) / 2], 1e-5);
  found.dispose();
});

Deno.test("memoryLoss() is log 2 where no module has a weight", async () => {
  const found = memoryLoss(adapters, memories, { model, loss });
  assertClose([await found.at([0, 0])], [Math.LN2], 1e-6);
  found.dispose();
});

Deno.test("memoryLoss() has the slope that small steps show, however small its passes are", async () => {
  for (const tokenBudget of [1024, 16]) {
    const found = memoryLoss(adapters, memories, { model, loss, tokenBudget });
    const at = [0.4, 0.5];
    const { value, gradient } = await found.slope(at);
    assertClose([value], [await found.at(at)], 1e-6);
    const measured = await measuredSlope(found, at);
    assertClose(gradient, measured, 2e-3, { what: `gradient with passes of ${tokenBudget}` });
    found.dispose();
  }
});

Deno.test("memoryLoss() gives a loss what it needs: scores, entropies, other pairs' answers, the whole memory", async (t) => {
  const scored = memories.map((pairs) =>
    pairs.map((pair, i) => ({ ...pair, scores: { chosen: 2 + i, rejected: [1 - i % 2] } }))
  );
  const needy: Record<string, PreferenceLoss> = {
    "odpo": odpo({ beta: 2 }),
    "mallows-phi": mallowsPhi({ beta: 2 }),
    "kto": kto({ beta: 2, anchor: anchorOfMismatched }),
    "aot": aot({ beta: 2 }),
    "all": sum([odpo({ beta: 2 }), mallowsPhi({ beta: 2 }), aot({ beta: 2 })]),
    "none, beside scores": loss,
  };
  for (const [name, loss] of Object.entries(needy)) {
    await t.step(name, async () => {
      const found = memoryLoss(adapters, scored, { model, loss, tokenBudget: 16 });
      const at = [0.4, -0.5];
      const expected = await Promise.all(scored.map((pairs) => directly(loss, pairs, at)));
      assertClose(await found.byDomain(at), expected, 1e-5);
      const { value, gradient } = await found.slope(at);
      assertClose([value], [await found.at(at)], 1e-5);
      // KTO holds its anchors still, which small steps move.
      if (name !== "kto") {
        assertClose(gradient, await measuredSlope(found, at), 2e-3, { what: "gradient" });
      }
      found.dispose();
    });
  }
});

Deno.test("memoryLoss() refuses a memory that has not what the loss needs, and holds nothing then", async () => {
  const scored = (chosen: number, score: number) =>
    memories[1]!.map((pair) => ({ ...pair, scores: { chosen, rejected: [score] } }));
  const refused = (loss: PreferenceLoss, second: EncodedPair[], message: RegExp) =>
    noLeaks(() => {
      const both = [scored(2, 1), second];
      throws(() => memoryLoss(adapters, both, { model, loss }), { name: "RangeError", message });
    });
  const mismatched = kto({ anchor: anchorOfMismatched });
  await refused(odpo(), scored(1, 1), /by a memory as row \d+ must score its chosen answer higher/);
  await refused(odpo(), [...memories[1]!], /has no scores/);
  await refused(mismatched, scored(2, 1).slice(0, 1), /must be two prompts or more/);
});

/** The slope that small steps show. */
async function measuredSlope(loss: MemoryLoss, at: number[]): Promise<number[]> {
  const step = 3e-3;
  const slopes = [];
  for (const i of at.keys()) {
    const [up, down] = [1, -1].map((sign) => at.with(i, at[i]! + sign * step));
    slopes.push((await loss.at(up!) - await loss.at(down!)) / (2 * step));
  }
  return slopes;
}

/** The mean loss of pairs in one batch under a module that was combined first. */
async function directly(loss: PreferenceLoss, pairs: readonly EncodedPair[], weights: number[]) {
  const whole = await combine(adapters, weights);
  const seen = loss.needsMismatched ? withMismatched(pairs, config.context) : pairs;
  const batch = batchTensors(batchPairs(seen));
  const [policy] = pairLogps(model, batch, { linears: [loraBank([whole.weights], 1)] });
  const [reference] = pairLogps(model, batch, { gradient: false, entropies: true });
  return (await tf.mean(loss(policy!, reference!, factsOf(batch))).data())[0]!;
}

Deno.test("searchWeights() by gradient is within 1e-3 of a 21-point grid on the memory loss, or better", async () => {
  const found = memoryLoss(adapters, memories, { model, loss });
  const grid = await searchWeights(found, { by: byGrid() });
  const own = await searchWeights(found);
  ok(own.loss <= grid.loss + 1e-3, `${own.loss} against ${grid.loss}`);
  found.dispose();
});

Deno.test("memoryLoss() refuses a domain without memory", () => {
  throws(() => memoryLoss(adapters, [], { model, loss }), {
    name: "RangeError",
    message: /there is none/,
  });
  throws(() => memoryLoss(adapters, [memories[0]!, []], { model, loss }), {
    name: "RangeError",
    message: /that of domain 2 is empty; keep at least one pair of each/,
  });
});

Deno.test("memoryLoss() gives back all that it holds", async () => {
  const use = async () => {
    const found = memoryLoss(adapters, memories, { model, loss });
    const { gradient } = await found.slope([0.5, 0.5]);
    deepEqual(gradient.length, 2);
    found.dispose();
  };
  await use(); // what the engine keeps for good is there after the first time
  await noLeaks(use);
});
