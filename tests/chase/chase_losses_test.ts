import { deepEqual, ok, throws } from "node:assert/strict";
import { type PairLogps, tf, type Vector } from "../../lib/base/mod.ts";
import { chaseLosses, type ChaseOptions, gap } from "../../lib/chase/mod.ts";
import { logps } from "../../lib/logprobs/mod.ts";
import { dpo } from "../../lib/losses/mod.ts";
import { assertClose, engine, fixture, maxNorm, noLeaks, take } from "../_support.ts";

void engine;

type Sides = Record<"chosen" | "rejected", number[]>;
interface Form {
  readonly L_F: number[];
  readonly L_S: number[];
  readonly gradients: Record<"F" | "S", Sides>;
}
interface Fixture {
  readonly chase: Record<"F" | "S" | "reference", Sides> & Record<"raw" | "bounded", Form>;
}
const { chase: known } = await fixture<Fixture>("losses.json");
const [F, S, reference] = [logps(known.F), logps(known.S), logps(known.reference)];
const BETA = 0.1;
const ALPHA = 0.5;

/** Gradients of a module's summed loss with respect to all four vectors. */
function gradients(
  options: ChaseOptions,
  which: "fast" | "slow",
  [f, s, ref]: readonly PairLogps[] = [F, S, reference],
) {
  const losses = chaseLosses(dpo({ beta: BETA }), { alpha: ALPHA, ...options });
  const total = (Fc: Vector, Fr: Vector, Sc: Vector, Sr: Vector) =>
    tf.sum(
      losses({ ...f!, chosen: Fc, rejected: Fr }, { ...s!, chosen: Sc, rejected: Sr }, ref!)[which],
    ) as tf.Scalar;
  const run = tf.grads((a, b, c, d) => total(a as Vector, b as Vector, c as Vector, d as Vector));
  return run([f!.chosen, f!.rejected, s!.chosen, s!.rejected]);
}

/** Log-probabilities under which the margins against a reference of zeros are `h`. */
function withMargins(...h: number[]): PairLogps {
  return logps({ chosen: h, rejected: h.map(() => 0) });
}

for (const [form, bound] of [["raw", -Infinity], ["bounded", -10]] as const) {
  Deno.test(`chaseLosses() in its ${form} form gives PyTorch's losses and gradients`, async () => {
    const { L_F, L_S, gradients: expected } = known[form];
    const losses = chaseLosses(dpo({ beta: BETA }), { alpha: ALPHA, bound })(F, S, reference);
    assertClose(await take(losses.fast), L_F, 1e-5, { what: "L_F", scale: maxNorm(L_F) });
    assertClose(await take(losses.slow), L_S, 1e-5, { what: "L_S", scale: maxNorm(L_S) });
    const [Fc, Fr] = gradients({ bound }, "fast");
    const [, , Sc, Sr] = gradients({ bound }, "slow");
    assertClose(await take(Fc!), expected.F.chosen, 1e-6, { what: "∂L_F/∂F.chosen" });
    assertClose(await take(Fr!), expected.F.rejected, 1e-6, { what: "∂L_F/∂F.rejected" });
    assertClose(await take(Sc!), expected.S.chosen, 1e-6, { what: "∂L_S/∂S.chosen" });
    assertClose(await take(Sr!), expected.S.rejected, 1e-6, { what: "∂L_S/∂S.rejected" });
  });
}

Deno.test("in each module's loss the other module is detached", async () => {
  const [, , Sc, Sr] = gradients({}, "fast");
  const [Fc, Fr] = gradients({}, "slow");
  for (const gradient of [Sc, Sr, Fc, Fr]) {
    ok((await take(gradient!)).every((x) => x === 0));
  }
});

Deno.test("swapping F and S negates the gap", async () => {
  // σ(z) + σ(−z) = 1 exactly where the two arguments are each other's negatives.
  const ahead = await take(gap({ beta: BETA })(F, S));
  const behind = await take(gap({ beta: BETA })(S, F));
  ahead.forEach((x, i) => assertClose([Math.exp(-x) + Math.exp(-behind[i]!)], [1], 1e-6));
  ok(ahead.some((x, i) => Math.abs(x - behind[i]!) > 0.1));
});

Deno.test("where h_F = h_S, both slopes keep at least αβ/2, also where DPO's has vanished", async () => {
  const floor = ALPHA * BETA / 2;
  const zeros = withMargins(0, 0, 0, 0);
  const equal = withMargins(-50, 0, 50, 2000);
  for (const which of ["fast", "slow"] as const) {
    const all = gradients({}, which, [equal, equal, zeros]);
    const slopes = await take(all[which === "fast" ? 0 : 2]!);
    ok(slopes.every((slope) => Math.abs(slope) >= floor - 1e-7), `${which}: ${slopes}`);
    assertClose([Math.abs(slopes[3]!)], [floor], 1e-7);
  }
});

Deno.test("the raw L_S falls without end, the bounded one does not", async () => {
  const zeros = withMargins(0, 0, 0);
  const runaway = withMargins(10, 1e3, 1e6);
  const loss = async (bound: number) =>
    await take(
      chaseLosses(dpo({ beta: BETA }), { alpha: ALPHA, bound })(zeros, runaway, zeros).slow,
    );
  const raw = await loss(-Infinity);
  assertClose([raw[2]!], [-ALPHA * BETA * 1e6], 1);
  const bounded = await loss(-10);
  const least = -ALPHA * Math.log(1 + Math.exp(10));
  ok(bounded.every((x) => x >= least - 1e-5), `${bounded}`);
  const [, , slope] = gradients({ bound: -10 }, "slow", [zeros, runaway, zeros]);
  assertClose((await take(slope!)).subarray(2), [0], 1e-9);
});

Deno.test("the raw L_S has the values of the derivation", async () => {
  // β = .1, α = .5, h_F = 10: h_S = 0, 10, 100, 500.
  const losses = chaseLosses(dpo({ beta: 0.1 }), { alpha: 0.5, bound: -Infinity });
  const slow =
    losses(withMargins(10, 10, 10, 10), withMargins(0, 10, 100, 500), withMargins(0, 0, 0, 0)).slow;
  assertClose(await take(slow), [0.537, -0.033, -4.5, -24.5], 1e-3);
});

Deno.test("with α = 0 both modules follow the base loss", async () => {
  const base = dpo({ beta: BETA });
  const { fast, slow } = chaseLosses(base, { alpha: 0 })(F, S, reference);
  deepEqual(await take(fast), await take(base(F, reference)));
  deepEqual(await take(slow), await take(base(S, reference)));
});

Deno.test("chaseLosses() and gap() refuse options out of range, and leak nothing", async () => {
  throws(() => chaseLosses(dpo(), { alpha: -1 }), /alpha must be ≥ 0/);
  throws(() => chaseLosses(dpo(), { bound: 0 }), /bound must be < 0/);
  throws(() => gap({ beta: 0 }), /beta must be > 0/);
  await noLeaks(() => tf.dispose([{ ...chaseLosses(dpo())(F, S, reference) }, gap()(F, S)]));
});
