import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { type EncodedPair, mapTree, type Tensors, tf } from "../../lib/base/mod.ts";
import { recordsSteps } from "../../lib/engine/mod.ts";
import { batchTensors, pairLogps, REFERENCE } from "../../lib/logprobs/mod.ts";
import { adamw } from "../../lib/optim/mod.ts";
import { batchPairs, type BatchPairsOptions } from "../../lib/tokens/mod.ts";
import {
  DivergenceError,
  objectiveOf,
  openReferenceCache,
  type ReferenceIdentity,
  type ReferenceStore,
  referenceStore,
  type ReferenceValues,
  train,
  type TrainOptions,
  valuesInMemory,
} from "../../lib/train/mod.ts";
import { assertClose, engine, noLeaks, take } from "../_support.ts";
import { LORA, timeless, tinyModel, tinyNegatives, tinyPairs } from "./_worlds.ts";

void engine;
const model = tinyModel();
const pairs = tinyPairs(12);
const LAYOUT: BatchPairsOptions = recordsSteps() ? { bucket: { time: 32, tokens: 128 } } : {};
const IDENTITY: ReferenceIdentity = {
  model: "m",
  adapter: null,
  tokenizer: "t",
  precision: "float32",
};

/** Sums of pairs from a store, chosen first. */
async function ask(store: ReferenceStore, pairs: readonly EncodedPair[]): Promise<number[][]> {
  const host = batchPairs(pairs, LAYOUT);
  const tensors = batchTensors(host);
  const { [REFERENCE.chosen]: chosen, [REFERENCE.rejected]: rejected } = await store.tensorsFor({
    pairs,
    layout: LAYOUT,
    host,
    tensors,
  });
  tf.dispose(tensors);
  return [[...await take(chosen!)], [...await take(rejected!)]];
}

/** The same computed anew, each pair in a batch of its own. */
async function computed(pairs: readonly EncodedPair[]): Promise<number[][]> {
  const rows = await Promise.all(pairs.map(async (pair) => {
    const batch = batchTensors(batchPairs([pair], { layout: "apart" }));
    const [{ chosen, rejected }] = pairLogps(model, batch, { gradient: false }) as [
      ReturnType<typeof pairLogps>[number],
    ];
    return [(await chosen.data())[0]!, (await rejected.data())[0]!];
  }));
  return [rows.map(([chosen]) => chosen!), rows.map(([, rejected]) => rejected!)];
}

function assertSums(found: number[][], wanted: number[][]) {
  found.forEach((sums, i) => assertClose(sums, wanted[i]!, 1e-6, { scale: 30 }));
}

/** A folder, removed at the end. */
async function withFolder(fn: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A store that counts the texts of its passes. */
function counted(options: { values?: ReferenceValues; entropies?: boolean } = {}) {
  const passes: number[] = [];
  const store = referenceStore(model, { ...options, onScore: (texts) => passes.push(texts) });
  return { store, passes };
}

Deno.test("referenceStore() gives what the model gives, in whatever batch a text comes", async () => {
  const { store } = counted();
  const wanted = await computed(pairs);
  const of = (...indices: number[]) => wanted.map((sums) => indices.map((i) => sums[i]!));
  assertSums(await ask(store, pairs.slice(0, 4)), of(0, 1, 2, 3));
  assertSums(await ask(store, [pairs[7]!, pairs[2]!, pairs[9]!]), of(7, 2, 9));
  assertSums(await ask(store, pairs.toReversed()), of(...pairs.keys()).map((x) => x.toReversed()));
  store.dispose();
});

Deno.test("referenceStore() keeps the values of a folder for a later store, which computes none", async () => {
  await withFolder(async (folder) => {
    const first = counted({ values: await openReferenceCache(folder, IDENTITY) });
    const before = await ask(first.store, pairs);
    deepEqual(first.passes, [24]);
    first.store.dispose();

    const second = counted({ values: await openReferenceCache(folder, IDENTITY) });
    const after = await ask(second.store, pairs.toReversed());
    deepEqual(after.map((sums) => sums.toReversed()), before);
    await ask(second.store, pairs.slice(3, 5));
    deepEqual(second.passes, []);
    second.store.dispose();
  });
});

Deno.test("referenceStore() computes only the unknown texts where most are known", async () => {
  const memory = valuesInMemory();
  const added: number[] = [];
  const add: typeof memory.add = (values) => {
    ok([...values.keys()].every((text) => !memory.has(text)), "a known value was replaced");
    added.push(values.size);
    return memory.add(values);
  };
  const { store, passes } = counted({ values: { ...memory, add } });
  await ask(store, pairs.slice(0, 6));
  const mixed = [...pairs.slice(0, 4), pairs[6]!, pairs[5]!];
  assertSums(await ask(store, mixed), await computed(mixed));
  deepEqual(passes, [12, 2]);
  // Where most are unknown the batch is run as it is.
  await ask(store, [pairs[0]!, ...pairs.slice(8, 12)]);
  deepEqual(passes, [12, 2, 10]);
  deepEqual(added, [12, 2, 8]);
  store.dispose();
});

Deno.test("referenceStore() computes equal texts once, and tells a prompt's end from an answer's start", async () => {
  const { store, passes } = counted();
  const [a, b] = [Int32Array.of(4, 5), Int32Array.of(6)];
  const prompt = Int32Array.of(1, 2);
  const pair = (chosen: Int32Array, rejected: Int32Array) => ({
    prompt,
    chosen,
    rejected: [rejected],
    row: 0,
  });
  const [chosen, rejected] = await ask(store, [pair(a, b), pair(b, a)]);
  deepEqual(passes, [2]);
  deepEqual(chosen, rejected!.toReversed());
  await ask(store, [pair(b, a)]);
  deepEqual(passes, [2]);
  // The same tokens with one of the prompt's counted in.
  await ask(store, [{ ...pair(Int32Array.of(2, 4, 5), b), prompt: Int32Array.of(1) }]);
  deepEqual(passes, [2, 2]);
  store.dispose();
});

/** Mean entropies of pairs from a store, chosen first, answer by answer. */
async function entropiesOf(store: ReferenceStore, pairs: readonly EncodedPair[]) {
  const host = batchPairs(pairs, LAYOUT);
  const tensors = batchTensors(host);
  const found = await store.tensorsFor({ pairs, layout: LAYOUT, host, tensors });
  const numbers = [REFERENCE.chosenEntropies, REFERENCE.rejectedEntropies].map((name) =>
    found[name]!.data()
  );
  const entropies = (await Promise.all(numbers)).flatMap((some) => [...some]);
  tf.dispose([tensors, found]);
  return entropies;
}

/** The same computed at once. */
async function computedEntropies(pairs: readonly EncodedPair[]) {
  const batch = batchTensors(batchPairs(pairs));
  const [{ ...found }] = pairLogps(model, batch, { entropies: true }) as [
    ReturnType<typeof pairLogps>[number],
  ];
  const numbers = [found.chosenEntropies!.data(), found.rejectedEntropies!.data()];
  const entropies = (await Promise.all(numbers)).flatMap((some) => [...some]);
  tf.dispose([batch, found]);
  return entropies;
}

Deno.test("referenceStore() gives entropies where they are asked for, of three rejected answers in order", () =>
  noLeaks(async () => {
    const negatives = tinyNegatives(5);
    const store = referenceStore(model, { entropies: true });
    assertClose(await entropiesOf(store, negatives), await computedEntropies(negatives), 1e-6);
    const turned = negatives.toReversed();
    assertClose(await entropiesOf(store, turned), await computedEntropies(turned), 1e-6);
    store.dispose();
  }));

Deno.test("referenceStore() computes the entropies that a cache from before them lacks, and keeps its values", async () => {
  await withFolder(async (folder) => {
    const old = counted({ values: await openReferenceCache(folder, IDENTITY) });
    const before = await ask(old.store, pairs.slice(0, 6));
    old.store.dispose();
    const lines = async () => (await Deno.readTextFile(join(folder, "index.jsonl"))).split("\n");
    const index = await lines();

    const newer = counted({
      values: await openReferenceCache(folder, IDENTITY),
      entropies: true,
    });
    const wanted = await computedEntropies(pairs.slice(0, 6));
    assertClose(await entropiesOf(newer.store, pairs.slice(0, 6)), wanted, 1e-6);
    deepEqual(newer.passes, [12]);
    deepEqual(await ask(newer.store, pairs.slice(0, 6)), before);
    deepEqual(newer.passes, [12]);
    newer.store.dispose();
    const after = await lines();
    deepEqual(after.slice(0, 13), index.slice(0, 13));
    equal(after.length, index.length + 12);

    const last = counted({
      values: await openReferenceCache(folder, IDENTITY),
      entropies: true,
    });
    await entropiesOf(last.store, pairs.slice(0, 6));
    deepEqual(last.passes, []);
    last.store.dispose();
  });
});

Deno.test("referenceStore() keeps no value that is not finite", async () => {
  await withFolder(async (folder) => {
    const weights = mapTree((w) => tf.mul(w, NaN), model.weights) as Tensors;
    const values = await openReferenceCache(folder, IDENTITY);
    const store = referenceStore({ ...model, weights }, { values });
    await rejects(ask(store, pairs), DivergenceError);
    store.dispose();
    equal((await Deno.stat(join(folder, "values.bin"))).size, 0);
    tf.dispose(weights);
  });
});

Deno.test("referenceStore() leaks nothing", async () => {
  await noLeaks(async () => {
    const { store } = counted();
    await ask(store, pairs.slice(0, 6));
    await ask(store, [...pairs.slice(0, 4), pairs[6]!, pairs[5]!]);
    store.dispose();
  });
});

function options(more: Partial<TrainOptions> = {}): TrainOptions {
  return {
    model,
    pairs,
    objective: objectiveOf("dpo"),
    lora: LORA,
    batchSize: 4,
    optimiser: adamw({ rate: 1e-2 }),
    steps: 8,
    shuffle: true,
    ...more,
  };
}

async function metricsOf(options: TrainOptions) {
  const { metrics, adapters } = await train(options);
  for (const { weights } of Object.values(adapters)) tf.dispose(weights);
  return metrics.map(timeless);
}

Deno.test("train() with a reference cache, empty or full, gives the metrics of a run without, bit for bit", async () => {
  await withFolder(async (referenceCache) => {
    const without = await metricsOf(options());
    const cached = { referenceCache, tokenizerHash: "t" };
    deepEqual(await metricsOf(options(cached)), without);
    const index = join(referenceCache, "index.jsonl");
    const before = await Deno.readTextFile(index);
    equal(before.trim().split("\n").length, 1 + 24);
    deepEqual(await metricsOf(options(cached)), without);
    // Another method, seed and batch size find every text there.
    await metricsOf(
      options({ ...cached, objective: objectiveOf("ofs-ipo"), seed: 5, batchSize: 3 }),
    );
    equal(await Deno.readTextFile(index), before);
  });
});

Deno.test("train() refuses another model's reference cache, and one without the tokenizer's hash", async () => {
  await withFolder(async (referenceCache) => {
    await metricsOf(options({ referenceCache, tokenizerHash: "t", steps: 1 }));
    const why = (name: string) => new RegExp(`made with ${name} \\w+ where this run's is \\w+:`);
    await rejects(
      train(options({ referenceCache, tokenizerHash: "t", model: tinyModel(2) })),
      why("model"),
    );
    await rejects(train(options({ referenceCache, tokenizerHash: "u" })), why("tokenizer"));
    await rejects(train(options({ referenceCache })), /tokenizerHash is missing/);
    // No refusal holds the folder.
    await metricsOf(options({ referenceCache, tokenizerHash: "t", steps: 1 }));
  });
});

Deno.test("train() lets go of a batch that its reference cannot score", async () => {
  const weights = mapTree((w) => tf.mul(w, NaN), model.weights) as Tensors;
  await noLeaks(() => rejects(train(options({ model: { ...model, weights } })), DivergenceError));
  tf.dispose(weights);
});

Deno.test("train() lets go of the reference cache when it fails", async () => {
  await withFolder(async (referenceCache) => {
    const cached = { referenceCache, tokenizerHash: "t" };
    const diverging = options({ ...cached, optimiser: adamw({ rate: 1e30 }) });
    await rejects(train(diverging), DivergenceError);
    ok((await metricsOf(options(cached))).length > 0);
  });
});
