import { deepEqual, equal, notDeepEqual, throws } from "node:assert/strict";
import { type PairLogps, tf } from "../../lib/base/mod.ts";
import { type MethodOptions, METHODS, objectiveOf } from "../../lib/train/mod.ts";
import { engine, take } from "../_support.ts";
import { given, known } from "../losses/_family.ts";

void engine;

const { policy, reference, facts } = given(known);

/** What a method makes of the fixture's batch. */
async function valueOf(method: string, options: MethodOptions = {}): Promise<number> {
  const objective = objectiveOf(method, options);
  const seen = objective.needsMismatched ? mismatching : (logps: PairLogps) => logps;
  const policies = [policy, reference].map((logps) => seen(logps, 1))
    .slice(0, objective.modules.length);
  const rival = seen(reference, 0);
  const [value] = await take(objective.loss(policies, rival, objective.init(), facts));
  return value!;
}

/** With other pairs' answers after the rejected ones, so likely that r is `lead` there. */
function mismatching(logps: PairLogps, lead: number): PairLogps {
  const { rejected, rejectedLengths, chosen, chosenLengths } = logps;
  return {
    ...logps,
    rejected: tf.concat([rejected, tf.fill<tf.Rank.R1>([chosen.size], lead)]),
    rejectedLengths: tf.concat([rejectedLengths, chosenLengths]),
  };
}

Deno.test("every method has an objective of its name, alone and under the chase", async () => {
  equal(new Set(METHODS).size, METHODS.length);
  for (const method of METHODS) {
    const { name, modules, answers } = objectiveOf(method);
    equal(name, method);
    deepEqual(modules, method.startsWith("ofs-") ? ["fast", "slow"] : ["policy"]);
    equal(answers, method === "sft" ? 1 : 2);
    equal(Number.isFinite(await valueOf(method)), true);
  }
});

Deno.test("no two methods are the same", async () => {
  const alone = METHODS.filter((method) => !method.startsWith("ofs-"));
  const values = await Promise.all(
    alone.map((method) => valueOf(method, { beta: 0.5, epsilon: 0.1 })),
  );
  // With one rejected answer, S-DPO is DPO.
  equal(new Set(values).size, alone.length - 1);
  equal(values[alone.indexOf("sdpo")], values[alone.indexOf("dpo")]);
});

Deno.test("options reach the losses that take them", async () => {
  const table: [string, MethodOptions][] = [
    ["cdpo", { epsilon: 0.3 }],
    ["robust-dpo", { epsilon: 0.3 }],
    ["exo", { epsilon: 0.3 }],
    ["aot", { epsilon: 0.3 }],
    ["aot-unpaired", { epsilon: 0.3 }],
    ["simpo", { gamma: 0.3 }],
    ["odpo", { offset: "gap" }],
    ["odpo", { offset: "ratio" }],
    ["odpo", { offsetWeight: 0.3 }],
    ["mallows-theta", { dispersion: 0.5 }],
    ["mallows-phi", { dispersion: 0.5 }],
    ["mallows-ipo", { dispersion: 0.5 }],
    ["cpo", { nllWeight: 0.3 }],
    ["rpo", { nllWeight: 0.3 }],
    ["rdpo", { lengthWeight: 0.3 }],
    ["dpop", { fallWeight: 3 }],
    ["kto", { desirable: 2 }],
    ["kto", { undesirable: 2 }],
    ["bco", { rewardShift: 0.3 }],
    ["discopop", { blendTau: 0.3 }],
    ["ofs-simpo", { alpha: 0.3 }],
    ...METHODS.filter((name) => name !== "sft" && !name.startsWith("ofs-"))
      .map((name): [string, MethodOptions] => [name, { beta: 0.7 }]),
  ];
  for (const [method, options] of table) {
    notDeepEqual(await valueOf(method, options), await valueOf(method), method);
  }
});

Deno.test("options that are left out or undefined leave a loss its own defaults", async () => {
  equal(await valueOf("sdpo", { beta: undefined }), await valueOf("dpo", { beta: 1 }));
  equal(await valueOf("simpo"), await valueOf("simpo", { beta: 2, gamma: 1 }));
});

Deno.test("objectiveOf() refuses names that are none, and passes on what losses refuse", () => {
  for (const name of ["dop", "ofs-sft", "ofs-", "", "toString"]) {
    throws(() => objectiveOf(name), /Cannot train by ".*": the methods are dpo, /);
  }
  throws(() => objectiveOf("exo", { epsilon: 0 }), /epsilon must be in \(0, 0.5\)/);
});
