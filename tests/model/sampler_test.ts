import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { initAdapter, loraBank } from "../../lib/adapter/mod.ts";
import { fold, key, type Tensors, tf, uniform } from "../../lib/base/mod.ts";
import { type Linear, type SampleOptions, sampler, sampleToken } from "../../lib/model/mod.ts";
import { engine, noLeaks } from "../_support.ts";
import { fixtureModel, scoresOf } from "./_models.ts";

const model = await fixtureModel("gpt2-a");
const { vocab, context } = model.config;
const LORA = { rank: 4, alpha: 8, targets: ["c_attn", "c_fc"], rankStabilised: false };
const linear = (weights: Tensors) => loraBank([weights], 2);

/** A module that changes what is written. */
function livelyModule(seed: number): Tensors {
  const { weights } = initAdapter(model.config, LORA, key(seed));
  return Object.fromEntries(
    Object.entries(weights).map(([name, factor], i) => [
      name,
      tf.randomNormal(factor.shape, 0, 0.3, "float32", seed * 100 + i),
    ]),
  );
}

function promptsOf(lengths: readonly number[]): Int32Array[] {
  return lengths.map((length, row) =>
    Int32Array.from({ length }, (_, i) => (7 * row + 5 * i + 3) % vocab)
  );
}

/** The first and the last rows, with their numbers: many rows are computed in parts. */
function looked<T>(rows: readonly T[]): [row: T, number: number][] {
  return rows.map((row, i): [T, number] => [row, i]).filter(([, i]) =>
    i < 8 || i >= rows.length - 4
  );
}

/** What is written, with no cache, no batch and no graph: each row anew for each token, drawn on the host. */
function plainly(
  prompts: readonly Int32Array[],
  maxTokens: number,
  { stop, linear, ...options }: SampleOptions & { stop?: number; linear?: Linear } = {},
): Promise<number[][]> {
  return Promise.all(
    looked(prompts).map(async ([prompt, row]) => {
      const ids = [...prompt];
      for (let step = 0; step < maxTokens; step++) {
        const scores = await scoresOf(model, [ids], linear);
        const [draw] = uniform(fold(fold(key(5), row), step), 1);
        const next = sampleToken(scores.slice(-vocab), draw!, options);
        if (next === stop) break;
        ids.push(next);
      }
      return ids.slice(prompt.length);
    }),
  );
}

const lists = (rows: readonly Int32Array[]) => rows.map((ids) => [...ids]);
const KEY = { key: key(5) };

for (
  const [what, lengths, maxTokens, options] of [
    ["prompts of many lengths", [3, 1, 9, 17, 8], 12, { temperature: 0.8 }],
    ["one prompt", [4], 20, {}],
    ["a cache that grows in stages", Array(260).fill(6), 30, { temperature: 1.3 }],
    ["a prompt that leaves room for four tokens", [context - 4, 2], 4, {}],
    ["the nucleus", [3, 12, 5], 12, { topP: 0.6, temperature: 1.2 }],
    ["the best tokens", [3, 12, 5], 12, { temperature: 0 }],
    ["rows that stop", [3, 12, 5, 5, 5, 5, 5, 5], 24, { stop: 4 }],
  ] as [string, number[], number, SampleOptions & { stop?: number }][]
) {
  Deno.test(`sampler() writes what plain sampling writes: ${what}`, async () => {
    const { stop, ...sample } = options;
    const prompts = promptsOf(lengths);
    const same = sampler(model, sample);
    const written = await same.sample(prompts, {
      maxTokens,
      ...KEY,
      ...(stop !== undefined && { stop }),
    });
    same.dispose();
    const expected = await plainly(prompts, maxTokens, options);
    deepEqual(looked(lists(written)).map(([ids]) => ids), expected);
    if (stop !== undefined) ok(new Set(expected.map((ids) => ids.length)).size > 2);
  });
}

Deno.test("sampler() stops at any of several tokens", async () => {
  const prompts = promptsOf([3, 12, 5, 5, 5, 5, 5, 5]);
  const one = sampler(model);
  const whole = lists(await one.sample(prompts, { maxTokens: 24, ...KEY }));
  const stop = [4, whole[0]![5]!];
  const written = lists(await one.sample(prompts, { maxTokens: 24, stop, ...KEY }));
  one.dispose();
  const cut = whole.map((ids) => {
    const end = ids.findIndex((id) => stop.includes(id));
    return end < 0 ? ids : ids.slice(0, end);
  });
  deepEqual(written, cut);
  for (const id of stop) ok(whole.some((ids, i) => ids[written[i]!.length] === id));
});

Deno.test("sampler() gives a row the same text in whichever part of a list it is", async () => {
  const prompts = promptsOf([3, 20, 7]);
  const one = sampler(model);
  const options = { maxTokens: 12, ...KEY };
  const whole = lists(await one.sample(prompts, options));
  const [last] = lists(await one.sample(prompts.slice(2), { ...options, firstRow: 2 }));
  const [other] = lists(await one.sample(prompts.slice(2), options));
  one.dispose();
  deepEqual(last, whole[2]);
  notDeepEqual(other, whole[2]);
});

Deno.test("sampler() samples from a policy that is given in the call", async () => {
  const prompts = promptsOf([3, 9, 5]);
  const many = sampler(model, { linear });
  const texts = new Set<string>();
  for (const seed of [1, 2]) {
    const weights = livelyModule(seed);
    const written = lists(await many.sample(prompts, { weights, maxTokens: 10, ...KEY }));
    deepEqual(written, await plainly(prompts, 10, { linear: linear(weights) }));
    texts.add(JSON.stringify(written));
    tf.dispose(weights);
  }
  equal(texts.size, 2);
  await rejects(many.sample(prompts, { maxTokens: 2 }), { name: "TypeError" });
  many.dispose();
});

Deno.test("sampler() leaves no tensor behind, whether it ends by length, by stop or by an error", async () => {
  const weights = livelyModule(1);
  const prompts = promptsOf([3, 9, 5]);
  await noLeaks(async () => {
    const many = sampler(model, { linear });
    await noLeaks(() => many.sample(prompts, { weights, maxTokens: 40 - 9 }));
    const [[first] = []] = await many.sample(prompts.slice(0, 1), { weights, maxTokens: 1 });
    await noLeaks(() => many.sample(prompts.slice(0, 1), { weights, stop: first!, maxTokens: 9 }));
    await noLeaks(() => rejects(many.sample(prompts, { maxTokens: 2 })));
    many.dispose();
  });
});

Deno.test("sampler() gives a row the same text whatever its neighbours", async () => {
  const [a, b, c] = promptsOf([3, 20, 7]) as [Int32Array, Int32Array, Int32Array];
  const one = sampler(model);
  const options = { maxTokens: 12, ...KEY };
  const [alone] = await one.sample([a], options);
  for (const others of [[b], [c, b], Array(40).fill(c)]) {
    deepEqual((await one.sample([a, ...others], options))[0], alone);
  }
  notDeepEqual((await one.sample([a], { ...options, key: key(6) }))[0], alone);
  one.dispose();
});

Deno.test({
  name: "sampler() records each step once for all calls and policies of one shape",
  ignore: engine.name !== "tensorflow",
  async fn() {
    const backend = tf.backend() as unknown as { binding: Record<string, unknown> };
    const { binding } = backend;
    let loaded = 0;
    backend.binding = Object.fromEntries(
      Object.getOwnPropertyNames(binding).map((name) => {
        const value = binding[name];
        return [name, typeof value === "function" ? value.bind(binding) : value];
      }),
    );
    const load = backend.binding.loadSavedModel as (...args: unknown[]) => unknown;
    backend.binding.loadSavedModel = (...args: unknown[]) => {
      loaded++;
      return load(...args);
    };
    try {
      const many = sampler(model, { linear });
      for (const seed of [1, 2]) {
        const weights = livelyModule(seed);
        for (const lengths of [[3, 8, 5], [1, 2, 7, 7]]) {
          await many.sample(promptsOf(lengths), { weights, maxTokens: 12 });
        }
        tf.dispose(weights);
      }
      many.dispose();
    } finally {
      backend.binding = binding;
    }
    equal(loaded, 2); // prompts, next tokens
  },
});
