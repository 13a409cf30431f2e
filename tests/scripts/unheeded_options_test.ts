import { deepEqual } from "node:assert/strict";
import { METHODS } from "../../lib/train/mod.ts";
import { heeded, idleOptions } from "../../scripts/_idle_options.ts";
import { idleTaskOptions } from "../../scripts/_idle_task_options.ts";
import { trainOptions, type TrainValues } from "../../scripts/_train_options.ts";
import { unheededOptions } from "../../scripts/_unheeded_options.ts";

const all = new Set(Object.keys(trainOptions));
const CHASE = "--alpha, --slow-ratio, --chase-every, --chase, --swap";

Deno.test("unheededOptions() names what a method takes no notice of, and nothing else", () => {
  deepEqual(unheededOptions("dpo", new Set(["beta", "lr", "method"])), []);
  deepEqual(unheededOptions("dpo", new Set(["epsilon", "gamma", "alpha"])), [
    "train: dpo takes no notice of --alpha, --epsilon, --gamma",
  ]);
  deepEqual(unheededOptions("odpo", new Set(["alpha", "offset", "offsetWeight"])), [
    "train: odpo takes no notice of --alpha",
  ]);
  deepEqual(unheededOptions("ofs-simpo", new Set(["alpha", "chase", "swap", "gamma"])), []);
  deepEqual(unheededOptions("sft", new Set(["beta", "alpha"])), [
    "train: sft takes no notice of --beta, --alpha",
  ]);
});

Deno.test("idleOptions() names what does nothing beside an adapter or a constant schedule, and heeded() forgets it", () => {
  const given = new Set(["loraRank", "rslora", "warmup", "lr"]);
  const lora = { loraRank: 8, loraAlpha: 16, loraTargets: ["c_attn"], rslora: true };
  const values = { ...lora, warmup: 5, lr: 1, schedule: "constant" } as unknown as TrainValues;
  const fresh = { ...values, schedule: "cosine" as const };
  const begun = { ...fresh, adapter: "runs/a/adapter" };
  deepEqual(idleOptions(fresh, given), []);
  deepEqual(heeded(fresh), fresh);
  deepEqual(idleOptions(begun, given), [
    "train: an adapter to start from takes no notice of --lora-rank, --rslora",
  ]);
  deepEqual(JSON.parse(JSON.stringify(heeded(begun))), {
    warmup: 5,
    lr: 1,
    schedule: "cosine",
    adapter: "runs/a/adapter",
  });
  deepEqual(idleOptions(values, given), ["train: a constant schedule takes no notice of --warmup"]);
  deepEqual(heeded(values), { ...values, warmup: 0 });
  deepEqual(idleOptions({ ...begun, schedule: "constant" }, new Set()), []);
});

Deno.test("every option of methods counts for one of them, and the chase's for all of its", () => {
  const unheeded = METHODS.map((method) =>
    unheededOptions(method, all).join().split(" of ").at(-1)!.split(", ")
  );
  const everywhere = unheeded.reduce((some, others) =>
    some.filter((flag) => others.includes(flag))
  );
  deepEqual(everywhere, []);
  for (const [i, method] of METHODS.entries()) {
    const found = CHASE.split(", ").filter((flag) => unheeded[i]!.includes(flag));
    deepEqual(found.join(", "), method.startsWith("ofs-") ? "" : CHASE);
  }
});

Deno.test("idleTaskOptions() names what a task of reproduce takes no notice of", () => {
  const given = new Set(["methods", "rounds", "judge", "out", "data"]);
  deepEqual(idleTaskOptions("recommend", given), [
    "reproduce: the task recommend takes no notice of --methods, --judge, --rounds",
  ]);
  deepEqual(idleTaskOptions("sentiment", given), []);
  deepEqual(idleTaskOptions("worlds", given), [
    "reproduce: the task worlds takes no notice of --data",
  ]);
  deepEqual(idleTaskOptions("regret", given), [
    "reproduce: the task regret takes no notice of --data, --judge",
  ]);
});
