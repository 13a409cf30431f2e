import { deepEqual } from "node:assert/strict";
import { METHODS } from "../../lib/train/mod.ts";
import { trainOptions } from "../../scripts/_train_options.ts";
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
