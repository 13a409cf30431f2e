import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { type Adapter, initAdapter } from "../../../lib/adapter/mod.ts";
import { fold, key, mapTree, normal, type Tensors, tf } from "../../../lib/base/mod.ts";
import { instruments, roundsOf, sentimentWorld } from "../../../lib/experiments/in_domain/mod.ts";
import { filtered } from "../../../lib/experiments/online/filtered.ts";
import { following } from "../../../lib/experiments/online/following.ts";
import { offline } from "../../../lib/experiments/online/offline.ts";
import { online } from "../../../lib/experiments/online/on_policy.ts";
import type { Course, CourseOptions } from "../../../lib/experiments/online/mod.ts";
import { assertClose, noLeaks } from "../../_support.ts";
import { judge, LORA, model, tokenizer } from "../in_domain/_world.ts";

const sizes = {
  rounds: 4,
  prefixesPerRound: 1,
  heldOut: 1,
  prompts: 1,
  maxTokens: 6,
  temperature: 1,
};
const world = await sentimentWorld({ model, tokenizer, judge }, sizes, 0);
const rounds = await roundsOf(model, world);
const tools = instruments(model);

/** A policy far from the base. */
const policy: Adapter = {
  config: LORA,
  weights: mapTree(
    (factor) =>
      tf.add(
        factor,
        tf.tensor(
          Float32Array.from(normal(fold(key(2), 1), factor.size), (x) => 0.2 * x),
          factor.shape,
        ),
      ),
    initAdapter(model.config, LORA, key(1)).weights,
  ) as Tensors,
};
const base = initAdapter(model.config, LORA, key(1));
const copyOf = ({ config, weights }: Adapter): Adapter => ({
  config,
  weights: mapTree((factor) => factor.clone(), weights) as Tensors,
});

const options: CourseOptions = {
  model,
  eos: tokenizer.eos,
  world,
  rounds,
  temperature: 1,
  lora: LORA,
  instruments: tools,
  served: () => Promise.resolve(copyOf(base)),
};
const take = (course: Course, given: Partial<CourseOptions> = {}) =>
  Array.fromAsync(course({ ...options, ...given }));

Deno.test("offline() gives the stream's own rounds", async () => {
  deepEqual(await take(offline), rounds.map((round) => ({ round, ties: 0, dropped: 0 })));
});

Deno.test("online() answers the stream's prompts, scored by the reference, without scores of its own", async () => {
  const found = await take(online(1));
  for (const [t, { round, ties }] of found.entries()) {
    equal(round!.pairs.length + ties, 6);
    deepEqual(round!.pairs[0]!.prompt, rounds[t]!.pairs[0]!.prompt);
    ok(!("scores" in round!.pairs[0]!), "batches of the stream carry none");
    const { chosen } = await tools.of().scorer.scorePairs(round!.pairs);
    deepEqual(round!.reference.chosen, chosen);
  }
});

Deno.test("online() samples the policy: another one says something else, a stale one the same", async () => {
  const answers = async (course: Course, policies: readonly Adapter[]) => {
    let asked = 0;
    const served = () => Promise.resolve(copyOf(policies[Math.min(asked++, policies.length - 1)]!));
    const found = await take(course, { served });
    return found.map(({ round }) => round!.pairs.map(({ chosen }) => [...chosen]));
  };
  const [own, moved] = [await answers(online(1), [base]), await answers(online(1), [base, policy])];
  deepEqual(own[0], moved[0]);
  notDeepEqual(own[1], moved[1]);
  deepEqual(await answers(online(Infinity), [base, policy]), own);
});

Deno.test("filtered() leaves pairs with their own reference, and the more the better the policy is, the fewer", async () => {
  for (const [t, { round, dropped }] of (await take(filtered)).entries()) {
    equal((round?.pairs.length ?? 0) + dropped, rounds[t]!.pairs.length);
    round?.pairs.forEach((pair, i) => {
      const at = rounds[t]!.pairs.indexOf(pair);
      equal(round.reference.chosen[i], rounds[t]!.reference.chosen[at]);
      equal(round.reference.rejected[i], rounds[t]!.reference.rejected[at]);
    });
  }
  // A judge of few samples that grades the policy's above the rest.
  const harsh = {
    ...world.samples!,
    judge: (prompts: readonly Int32Array[]) =>
      Float64Array.from(prompts.keys(), (i) => i < prompts.length / 2 ? 1 : 0),
  };
  const none = await take(filtered, { world: { ...world, samples: harsh } });
  deepEqual(none.map(({ round }) => round), [undefined, undefined, undefined, undefined]);
});

Deno.test("following() scores by the stream's reference until a sync, then by the policy's share of it", async () => {
  const served = () => Promise.resolve(copyOf(policy));
  const [mixed, whole] = [
    await take(following(2, 0.6), { served }),
    await take(following(2, 1), { served }),
  ];
  for (const found of [mixed, whole]) {
    deepEqual(found.slice(0, 2).map(({ round }) => round), rounds.slice(0, 2));
  }
  const { pairs } = rounds[3]!;
  const own = await tools.of(LORA).scorer.scorePairs(pairs, policy.weights);
  assertClose(whole[3]!.round!.reference.chosen, own.chosen, 1e-4);
  // W + 0.6 ΔW is the module whose B is 0.6 of its own.
  const share = Object.fromEntries(
    Object.entries(policy.weights).map(([name, factor]) => [
      name,
      tf.mul(factor, name.endsWith("lora_B") ? 0.6 : 1),
    ]),
  );
  const part = await tools.of(LORA).scorer.scorePairs(pairs, share);
  assertClose(mixed[3]!.round!.reference.rejected, part.rejected, 1e-4);
  ok(Math.abs(part.chosen[0]! - own.chosen[0]!) > 0.01, "both references are alike");
});

Deno.test("courses leave no tensor behind, also where they are left early", async () => {
  for (const course of [online(2), filtered, following(1, 0.5)]) {
    await take(course); // what instruments record stays
    await noLeaks(() => take(course));
    await noLeaks(async () => {
      for await (const _ of course(options)) break;
    });
  }
});
