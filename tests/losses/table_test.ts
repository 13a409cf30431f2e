import { deepEqual } from "node:assert/strict";
import { type PairLogps, type PreferenceLoss, tf } from "../../lib/base/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import * as losses from "../../lib/losses/mod.ts";
import { assertClose, engine, take } from "../_support.ts";
import { gradients } from "./_family.ts";

void engine;

/** Mean over a pair's two answers: ½. */
const ENTROPIES = { chosenEntropies: tf.tensor1d([0.25]), rejectedEntropies: tf.tensor1d([0.75]) };
const LENGTHS = { chosenLengths: [2], rejectedLengths: [4] };
const policy = logps({ chosen: [-3], rejected: [-6], ...LENGTHS });
/** r_w = 1, r_l = −1, h = 2. */
const reference = { ...logps({ chosen: [-4], rejected: [-5], ...LENGTHS }), ...ENTROPIES };
/** r_w = −1, r_l = −1, h = 0. */
const higher = logps({ chosen: [-2], rejected: [-5], ...LENGTHS });
const facts = { scores: { chosen: tf.tensor1d([3]), rejected: tf.tensor1d([1]) } };

const { log, exp, LN2 } = Math;
/** σ and its slope. */
const s = (x: number) => 1 / (1 + exp(-x));
const ds = (x: number) => s(x) * (1 - s(x));
/** −log σ, of which the slope is −σ(−x). */
const nls = (x: number) => log(1 + exp(-x));
/** Slope of f(s) = s/(1 − φ^s) at φ = ½, of which the Kendall law is f(s+1) − f(s). */
const df = (x: number) => 1 / (1 - 2 ** -x) - x * 2 ** -x * LN2 / (1 - 2 ** -x) ** 2;

/** Loss, its value, and its slopes in log π(y_w) and log π(y_l). */
type Line = [PreferenceLoss, value: number, chosen: number, rejected?: number, PairLogps?];
const beta = 0.5;

const TABLE: Record<string, Line> = {
  dpo: [losses.dpo({ beta }), nls(1), -s(-1) / 2],
  cdpo: [losses.cdpo({ beta, epsilon: 0.2 }), 0.8 * nls(1) + 0.2 * nls(-1), (s(1) - 0.8) / 2],
  robustDpo: [
    losses.robustDpo({ beta, epsilon: 0.2 }),
    (0.8 * nls(1) - 0.2 * nls(-1)) / 0.6,
    -(0.8 * s(-1) + 0.2 * s(1)) / 1.2,
  ],
  ipo: [losses.ipo({ tau: 0.5 }), 1, 2],
  // r_w/2 − r_l/4 = ¾
  "ipo, averaged": [losses.ipo({ tau: 0.5, entering: losses.perToken }), 1 / 16, -1 / 4, 1 / 8],
  hinge: [losses.hinge({ beta: 0.25 }), 0.5, -0.25],
  "hinge beyond its end": [losses.hinge({ beta: 1 }), 0, 0],
  "odpo, log gap": [losses.odpo({ beta }), nls(1 - LN2), -s(LN2 - 1) / 2],
  "odpo, gap": [losses.odpo({ beta, offset: losses.scoreGap }), nls(-1), -s(1) / 2],
  "odpo, ratio": [
    losses.odpo({ beta, alpha: 2, offset: losses.scoreRatio }),
    nls(1 - 2 * log(3)),
    -s(2 * log(3) - 1) / 2,
  ],
  // n = −φ* log ½
  mallowsTheta: [losses.mallowsTheta({ beta, phi: 1 }), log(1.5), -LN2 / 6],
  mallowsIpo: [
    losses.mallowsIpo({ beta, phi: 1 }),
    (2 * LN2 - 1) ** 2,
    2 * (2 * LN2 - 1) * LN2,
  ],
  // φ = ½, a gap of 2 ranks: 3/(1 − ⅛) − 2/(1 − ¼) = 16/21
  mallowsPhi: [
    losses.mallowsPhi({ beta: 1, phi: 1 }),
    -log(16 / 21),
    -(df(3) - df(2)) * 21 / 16,
  ],
  // β (−3/2 + 6/4) = 0
  simpo: [losses.simpo({ beta: 2, gamma: 1 }), nls(-1), -s(1), s(1) / 2],
  sdpo: [losses.sdpo({ beta }), nls(1), -s(-1) / 2],
  cpo: [losses.cpo({ beta }), nls(1.5) + 1.5, -s(-1.5) / 2 - 0.5, s(-1.5) / 2],
  // Both mean log-probabilities are −1.5: equal odds.
  orpo: [
    losses.orpo({ lambda: 0.5 }),
    1.5 + LN2 / 2,
    -0.5 - 0.125 / (1 - exp(-1.5)),
    0.0625 / (1 - exp(-1.5)),
  ],
  // z is max(0, −1) for y_w and 1 for y_l.
  kto: [
    losses.kto({ beta, desirable: 3 }),
    (3 * s(-0.5) + s(-1)) / 2,
    -3 * ds(0.5) / 4,
    ds(1) / 4,
  ],
  exo: [
    losses.exo({ beta, epsilon: 0.25 }),
    s(1) * log(s(1) / 0.75) + s(-1) * log(s(-1) / 0.25),
    ds(1) * (1 - log(3)) / 2,
  ],
  sppo: [losses.sppo({ beta: 0.25 }), 2, -2, 2],
  aot: [losses.aot({ beta }), nls(1), -s(-1) / 2],
  aotUnpaired: [
    losses.aotUnpaired({ beta, epsilon: 0.2 }),
    0.8 * nls(1) + 0.2 * nls(-1),
    (s(1) - 0.8) / 2,
  ],
  discopop: [
    losses.discopop({ beta, tau: 1 }),
    s(-1) * nls(1) + s(1) / Math.E,
    (-ds(1) * nls(1) - s(-1) ** 2 + ds(1) / Math.E - s(1) / Math.E) / 2,
  ],
  nca: [
    losses.nca({ beta }),
    nls(0.5) + nls(-0.5) / 2 + nls(0.5) / 2,
    (-s(-0.5) + s(0.5) / 2) / 2,
    s(-0.5) / 4,
  ],
  bco: [losses.bco({ beta, delta: 0.5 }), LN2 + nls(1), -1 / 4, s(-1) / 2],
  apoZero: [losses.apoZero({ beta }), 2 * s(-0.5), -ds(0.5) / 2, ds(0.5) / 2],
  apoDown: [losses.apoDown({ beta }), s(0.5) + s(-1), (ds(0.5) - ds(1)) / 2, ds(1) / 2],
  rdpo: [losses.rdpo({ beta, alpha: 0.5 }), LN2, -1 / 4],
  "dpop, chosen raised": [losses.dpop({ beta, lambda: 2 }), nls(1), -s(-1) / 2],
  "dpop, chosen fallen": [losses.dpop({ beta, lambda: 2 }), nls(-1), -1.5 * s(1), s(1) / 2, higher],
  rpo: [losses.rpo({ beta, alpha: 2 }), nls(1) + 3, -s(-1) / 2 - 1, s(-1) / 2],
  // β (r_w/2 − r_l/4) = ⅜
  dpoNorm: [losses.dpoNorm({ beta }), nls(0.375), -s(-0.375) / 4, s(-0.375) / 8],
  sum: [
    losses.sum([losses.dpo({ beta }), losses.sppo({ beta: 0.25 })], [2, 0.5]),
    2 * nls(1) + 1,
    -s(-1) - 1,
    s(-1) + 1,
  ],
};

for (const [name, line] of Object.entries(TABLE)) {
  const [loss, value, chosen, rejected = -chosen, against = reference] = line;
  Deno.test(`${name} has its value and slopes by hand`, async () => {
    assertClose(await take(loss(policy, against, facts)), [value], 2e-6, { what: "value" });
    const [dChosen, dRejected] = gradients(loss, { policy, reference: against, facts });
    assertClose(await take(dChosen), [chosen], 2e-6, { what: "slope of the chosen one" });
    assertClose(await take(dRejected), [rejected], 2e-6, { what: "slope of the rejected one" });
  });
}

Deno.test("nll is the mean surprise of the chosen answer's tokens", async () => {
  deepEqual(await take(losses.nll()(policy, reference)), new Float32Array([1.5]));
});

Deno.test("rewards are each loss's own, by hand", async () => {
  const table: [PreferenceLoss, number, number][] = [
    [losses.dpo({ beta }), 0.5, -0.5],
    [losses.simpo({ beta: 2 }), -3, -3],
    [losses.cpo({ beta }), -1.5, -3],
    [losses.orpo({ lambda: 0.5 }), -0.75, -0.75],
    [losses.dpoNorm({ beta: 2 }), 1, -0.5],
    [losses.rpo({ beta }), 0.5, -0.5],
    [losses.sum([losses.simpo(), losses.dpo()]), -3, -3],
  ];
  for (const [loss, chosen, rejected] of table) {
    const rewards = loss.rewards(policy, reference);
    deepEqual([...await take(rewards.chosen), ...await take(rewards.rejected)], [chosen, rejected]);
  }
});
