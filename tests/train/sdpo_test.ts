import { equal, ok } from "node:assert/strict";
import { loraScale } from "../../lib/adapter/mod.ts";
import { disposeTree, type EncodedPair, type Tensors, tf } from "../../lib/base/mod.ts";
import { batchTensors, REFERENCE } from "../../lib/logprobs/mod.ts";
import { preferenceObjective, sdpo } from "../../lib/losses/mod.ts";
import { adamw } from "../../lib/optim/mod.ts";
import { batchPairs } from "../../lib/tokens/mod.ts";
import { referenceStore, type RunState, train } from "../../lib/train/mod.ts";
import { gradientsOf } from "../../lib/train/train_step.ts";
import { assertClose, fixture, flat, maxNorm, take } from "../_support.ts";
import { fixtureAdapter } from "../adapter/_adapters.ts";
import { fixtureModel } from "../model/_models.ts";

interface Negatives {
  readonly pairs: { prompt: number[]; chosen: number[]; rejected: number[][] }[];
  readonly beta: number;
  readonly rate: number;
  readonly reference: number[][];
  readonly entropies: number[][];
  readonly first: { policy: number[][]; losses: number[]; gradients: Record<string, number[][]> };
  readonly losses: number[];
  readonly factors: Record<string, number[][]>;
}

const known = await fixture<Negatives>("negatives.json");
const model = await fixtureModel("gpt2-a");
const pairs: EncodedPair[] = known.pairs.map(({ prompt, chosen, rejected }, row) => ({
  row,
  prompt: Int32Array.from(prompt),
  chosen: Int32Array.from(chosen),
  rejected: rejected.map((ids) => Int32Array.from(ids)),
}));
const objective = preferenceObjective("sdpo", sdpo({ beta: known.beta }));

/** `[pairs][answers]` as what a loss sees: chosen ones, first rejected ones, second ones, … */
function byAnswer(rows: readonly number[][]): number[] {
  return rows[0]!.flatMap((_, answer) => rows.map((row) => row[answer]!));
}

Deno.test("The reference store gives PyTorch's log-probabilities and entropies of every answer", async () => {
  const host = batchPairs(pairs);
  const tensors = batchTensors(host);
  const store = referenceStore(model, { entropies: true });
  const found = await store.tensorsFor({ pairs, layout: {}, host, tensors });
  const read = async (...names: string[]) => {
    const numbers = await Promise.all(names.map((name) => take(found[name]!)));
    return numbers.flatMap((some) => [...some]);
  };
  assertClose(await read(REFERENCE.chosen, REFERENCE.rejected), byAnswer(known.reference), 1e-5, {
    scale: 9,
  });
  assertClose(
    await read(REFERENCE.chosenEntropies, REFERENCE.rejectedEntropies),
    byAnswer(known.entropies),
    1e-6,
  );
  store.dispose();
  disposeTree(tensors);
});

Deno.test("S-DPO's first step on three rejected answers has PyTorch's losses and gradients, prompts shared or not", async () => {
  const adapter = await fixtureAdapter("fast", model.config);
  const state = { params: { policy: adapter.weights }, optimiser: {}, objective: {} } as RunState;
  const step = { model, objective, optimiser: adamw(), scale: loraScale(adapter.config) };
  for (const layout of ["packed", "apart"] as const) {
    const batch = batchTensors(batchPairs(pairs, { layout }));
    const [chosen, rejected] = tf.split(tf.tensor1d(byAnswer(known.reference)), [3, 9]);
    const { value, gradients, extra } = gradientsOf(step, state, {
      ...batch,
      [REFERENCE.chosen]: chosen!,
      [REFERENCE.rejected]: rejected!,
    });
    const mean = known.first.losses.reduce((sum, loss) => sum + loss / 3, 0);
    assertClose(await take(value), [mean], 1e-5, { what: `loss, ${layout}` });
    const policy = await Promise.all(extra.map(take));
    assertClose(policy.flatMap((some) => [...some]), byAnswer(known.first.policy), 1e-5, {
      scale: 9,
    });
    const found = gradients.policy as Tensors;
    for (const [name, factor] of Object.entries(known.first.gradients)) {
      const expected = flat(factor);
      assertClose(await take(found[name]!), expected, 1e-5, {
        what: `gradient of ${name}, ${layout}`,
        scale: maxNorm(expected),
      });
    }
    tf.dispose(batch);
  }
});

Deno.test("train() by S-DPO on three rejected answers ends where PyTorch does", async () => {
  const start = await fixtureAdapter("fast", model.config);
  const { metrics, adapters } = await train({
    model,
    pairs,
    objective,
    start,
    optimiser: adamw({ rate: known.rate }),
    batchSize: pairs.length,
    steps: known.losses.length,
  });
  assertClose(metrics.map(({ loss }) => Number(loss)), known.losses, 1e-5, { what: "losses" });
  ok(known.losses.at(-1)! < 0.5 * known.losses[0]!);
  equal(Object.keys(known.factors).length, Object.keys(start.weights).length);
  for (const [name, factor] of Object.entries(known.factors)) {
    const expected = flat(factor);
    assertClose(await take(adapters.policy!.weights[name]!), expected, 1e-4, {
      what: name,
      scale: maxNorm(expected),
    });
  }
});
