import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { disposeTree, key, type Tensors, tf } from "../../lib/base/mod.ts";
import { initModel, type ModelConfig } from "../../lib/model/mod.ts";
import { adamw, chain, clipByNorm, sgd } from "../../lib/optim/mod.ts";
import {
  languageModelLoss,
  pretrain,
  type PretrainOptions,
  pretrainStep,
  windowsOfStep,
} from "../../lib/train/mod.ts";
import { assertSameBothWays } from "../_both_ways.ts";
import { assertClose, engine, maxNorm, noLeaks, take } from "../_support.ts";

const config: ModelConfig = {
  family: "gpt2",
  layers: 2,
  width: 16,
  heads: 2,
  inner: 32,
  context: 12,
  vocab: 24,
  activation: "gelu_new",
  epsilon: 1e-5,
  tied: true,
};
const model = initModel(config, key(3));
/** A text that can be learnt: each token is followed by the next one. */
const tokens = Uint16Array.from({ length: 400 }, (_, i) => i % config.vocab);
const windows = { tokens, rows: 4, time: 12 };

function options(out: string, more: Partial<PretrainOptions> = {}): PretrainOptions {
  return { model, windows, out, steps: 6, optimiser: adamw({ rate: 1e-2 }), saveEvery: 2, ...more };
}

async function numbersOf(weights: Tensors): Promise<Record<string, number[]>> {
  const entries = Object.entries(weights).map(async ([name, w]) => [name, [...await w.data()]]);
  return Object.fromEntries(await Promise.all(entries));
}

Deno.test("windowsOfStep() cuts windows whose targets are the tokens that follow", async () => {
  const batch = windowsOfStep(windows, 5, key(0));
  const [ids, targets] = [await take(batch.ids!), await take(batch.targets!)];
  equal(ids.length, 48);
  ids.forEach((id, i) => equal(targets[i], (id + 1) % config.vocab));
});

Deno.test("windowsOfStep() depends on the step alone", async () => {
  const of = async (step: number) => {
    const { ids, targets } = windowsOfStep(windows, step, key(0));
    targets!.dispose();
    return [...await take(ids!)];
  };
  deepEqual(await of(3), await of(3));
  ok((await of(3)).join() !== (await of(4)).join());
});

Deno.test("windowsOfStep() refuses texts shorter than a window", () => {
  throws(
    () => windowsOfStep({ ...windows, tokens: tokens.slice(0, 12) }, 0, key(0)),
    /windows of 12 tokens as the texts have only 12/,
  );
});

Deno.test("languageModelLoss() has the gradient of finite differences in every parameter", async () => {
  const { ids, targets } = windowsOfStep({ ...windows, rows: 2 }, 0, key(1));
  const names = Object.keys(model.weights);
  const lossAt = (weights: Tensors) => languageModelLoss({ config, weights }, ids!, targets!);
  const { grads } = tf.valueAndGrads((...leaves: tf.Tensor[]) =>
    lossAt(Object.fromEntries(names.map((name, i) => [name, leaves[i]!])))
  )(Object.values(model.weights));
  for (const [i, name] of names.entries()) {
    const weight = model.weights[name]!;
    const slopes = await take(grads[i]!);
    const size = maxNorm([...slopes]);
    // Along the gradient itself, the loss changes by its squared length.
    const norm = Math.sqrt(slopes.reduce((sum, g) => sum + g * g, 0));
    if (norm < 1e-6) continue;
    const along = tf.tensor(slopes.map((g) => g / norm), weight.shape);
    const at = async (step: number) => {
      const moved = tf.add(weight, tf.mul(along, step));
      const [loss] = await take(lossAt({ ...model.weights, [name]: moved }));
      moved.dispose();
      return loss!;
    };
    const h = 0.02;
    const slope = (8 * (await at(h) - await at(-h)) - (await at(2 * h) - await at(-2 * h))) /
      (12 * h);
    assertClose([slope], [norm], 2e-3, { what: `slope along ${name} (max ${size})` });
    along.dispose();
  }
  tf.dispose([ids!, targets!]);
});

Deno.test("pretrain() learns what can be learnt, and leaves its starting model alone", async () => {
  const out = await Deno.makeTempDir();
  const before = await numbersOf(model.weights);
  const losses: number[] = [];
  const trained = await pretrain(options(out, {
    steps: 60,
    onStep: ({ loss }) => void losses.push(Number(loss)),
  }));
  ok(Math.abs(losses[0]! - Math.log(config.vocab)) < 0.2, `first loss ${losses[0]}`);
  ok(losses.at(-1)! < 0.5, `last loss ${losses.at(-1)}`);
  deepEqual(await numbersOf(model.weights), before);
  disposeTree(trained.model.weights);
  await Deno.remove(out, { recursive: true });
});

Deno.test("pretrain() resumed, with more steps too, equals an unbroken run bit for bit", async () => {
  const [whole, broken] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
  const unbroken = await pretrain(options(whole));
  const first = await pretrain(options(broken, { steps: 3 }));
  const resumed = await pretrain(options(broken, { resume: true }));
  equal(resumed.steps, 6);
  deepEqual(await numbersOf(resumed.model.weights), await numbersOf(unbroken.model.weights));
  const lines = async (out: string) =>
    (await Deno.readTextFile(`${out}/metrics.jsonl`)).trim().split("\n").map((line) =>
      JSON.parse(line).loss
    );
  deepEqual(await lines(broken), await lines(whole));
  [unbroken, first, resumed].forEach((run) => disposeTree(run.model.weights));
  await Deno.remove(whole, { recursive: true });
  await Deno.remove(broken, { recursive: true });
});

Deno.test("pretrain() leaves no tensor behind but its model", async () => {
  const out = await Deno.makeTempDir();
  const before = tf.memory().numTensors;
  disposeTree((await pretrain(options(out))).model.weights);
  equal(tf.memory().numTensors, before);
  await Deno.remove(out, { recursive: true });
});

Deno.test("pretrain() refuses a folder with another run, and to resume other texts or fewer steps", async () => {
  const out = await Deno.makeTempDir();
  disposeTree((await pretrain(options(out, { steps: 2 }))).model.weights);
  await rejects(pretrain(options(out)), /holds one already: continue it with --resume/);
  const others = { ...windows, tokens: tokens.map((id) => (id + 1) % config.vocab) };
  await rejects(
    pretrain(options(out, { resume: true, windows: others })),
    /other settings, model or data/,
  );
  await rejects(
    pretrain(options(out, { resume: true, steps: 1 })),
    /as it has 2 steps already, more than the 1 asked for: give more steps$/,
  );
  await Deno.remove(out, { recursive: true });
});

Deno.test({
  name: "a recorded step of language-model training gives what an eager one does",
  ignore: engine.name !== "tensorflow",
  fn: () =>
    noLeaks(async () => {
      // Not by Adam: the bias of the keys has no gradient, and Adam makes an update of its rounding.
      const optimiser = chain(clipByNorm(1), sgd({ rate: 0.1 }));
      const params = model.weights;
      const state = { params, optimiser: optimiser.init(params) };
      const batches = [0, 1, 2].map((step) => windowsOfStep(windows, step, key(0)));
      await assertSameBothWays(pretrainStep(config, optimiser), state, batches);
      tf.dispose(batches);
      disposeTree(state.optimiser);
    }),
});
