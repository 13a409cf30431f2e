import { deepEqual, throws } from "node:assert/strict";
import { type PairLogps, type PreferenceLoss, tf, type Vector } from "../../lib/base/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import * as losses from "../../lib/losses/mod.ts";
import { engine, take } from "../_support.ts";

void engine;

type Make = (options: Record<string, number>) => PreferenceLoss;

/** What makes each loss, and the numbers that it must not be set with. */
const TABLE: Record<string, [unknown, Record<string, readonly number[]>]> = {
  dpo: [losses.dpo, { beta: [0, -1, NaN, Infinity] }],
  cdpo: [losses.cdpo, { beta: [0], epsilon: [0.5, -0.1, NaN] }],
  robustDpo: [losses.robustDpo, { beta: [0], epsilon: [0.5, -0.1] }],
  ipo: [losses.ipo, { tau: [0, -1] }],
  hinge: [losses.hinge, { beta: [0] }],
  odpo: [losses.odpo, { beta: [0], alpha: [-1, Infinity] }],
  mallowsTheta: [losses.mallowsTheta, { beta: [0], phi: [0] }],
  mallowsPhi: [losses.mallowsPhi, { beta: [0], phi: [0] }],
  mallowsIpo: [losses.mallowsIpo, { beta: [0], phi: [0] }],
  simpo: [losses.simpo, { beta: [0], gamma: [NaN] }],
  sdpo: [losses.sdpo, { beta: [0] }],
  cpo: [losses.cpo, { beta: [0], alpha: [-1] }],
  orpo: [losses.orpo, { lambda: [0] }],
  kto: [losses.kto, { beta: [0], desirable: [-1], undesirable: [-1] }],
  exo: [losses.exo, { beta: [0], epsilon: [0, 0.5] }],
  sppo: [losses.sppo, { beta: [0] }],
  aot: [losses.aot, { beta: [0], epsilon: [0.5] }],
  aotUnpaired: [losses.aotUnpaired, { beta: [0], epsilon: [0.5] }],
  discopop: [losses.discopop, { beta: [0], tau: [0, 1.5] }],
  nca: [losses.nca, { beta: [0] }],
  bco: [losses.bco, { beta: [0], delta: [Infinity] }],
  apoZero: [losses.apoZero, { beta: [0] }],
  apoDown: [losses.apoDown, { beta: [0] }],
  rdpo: [losses.rdpo, { beta: [0], alpha: [-1] }],
  dpop: [losses.dpop, { beta: [0], lambda: [-1] }],
  rpo: [losses.rpo, { beta: [0], alpha: [-1] }],
  dpoNorm: [losses.dpoNorm, { beta: [0] }],
};

for (const [loss, [make, wrong]] of Object.entries(TABLE)) {
  Deno.test(`${loss}() refuses numbers out of range, naming them`, () => {
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        throws(() => (make as Make)({ [name]: value }), (error) => {
          const { message } = error as Error;
          return error instanceof RangeError && !message.includes("\n") &&
            message.startsWith("Cannot compute ") && message.includes(` as ${name} must be `) &&
            message.endsWith(`: current value is ${value}`);
        });
      }
    }
  });
}

const bare = logps({ chosen: [-1], rejected: [-2] });

Deno.test("what a loss needs and is not given is named", () => {
  throws(() => losses.odpo()(bare, bare), {
    name: "TypeError",
    message:
      "Cannot compute ODPO as it needs the judged scores of the answers: current value is undefined",
  });
  for (const make of [losses.mallowsTheta, losses.mallowsPhi, losses.mallowsIpo]) {
    throws(() => make()(bare, bare), {
      name: "TypeError",
      message: /Cannot compute Mallows-.* as it needs the entropies of the reference's next tokens/,
    });
  }
  const nothing = undefined as unknown as PairLogps;
  throws(() => losses.dpo()(bare, nothing), {
    name: "TypeError",
    message: /needs log-probabilities under the reference: current value is undefined/,
  });
});

Deno.test("losses without a reference may be called without one", async () => {
  const nothing = undefined as unknown as PairLogps;
  for (const loss of [losses.simpo(), losses.cpo(), losses.orpo(), losses.nll()]) {
    deepEqual(await take(loss(bare, nothing)), await take(loss(bare, bare)));
    deepEqual(
      await take(loss.rewards(bare, nothing).chosen),
      await take(loss.rewards(bare, bare).chosen),
    );
  }
});

Deno.test("sum() refuses no losses, and weights that are not one finite number each", () => {
  throws(() => losses.sum([]), /there must be at least one: current value is \[\]/);
  throws(() => losses.sum([losses.dpo()], [1, 2]), /Cannot sum 1 losses .* \[1, 2\]/);
  throws(() => losses.sum([losses.dpo()], [NaN]), RangeError);
});

Deno.test("makeLoss() refuses no β, and a function that gives not one number a pair", () => {
  throws(() => losses.makeLoss({} as losses.LossProperties, () => tf.tensor1d([1])), {
    name: "RangeError",
    message: /the loss as beta must be > 0: current value is undefined/,
  });
  const early = losses.makeLoss(
    { beta: 1 },
    (policy) => tf.mean(policy.chosen) as unknown as Vector,
  );
  throws(() => early(bare, bare), {
    name: "TypeError",
    message: /must give one number per pair, \[\d+\]: current shape is \[\]/,
  });
});

Deno.test("preferenceObjective() refuses a loss without a name, and a name without a loss", () => {
  const make = losses.preferenceObjective as (...given: unknown[]) => unknown;
  throws(() => make(losses.dpo()), /objective of function and undefined: give a name and a loss/);
  throws(() => make("dpo"), TypeError);
});
