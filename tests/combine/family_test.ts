import { deepEqual, equal, ok } from "node:assert/strict";
import { adapterFromFiles, filesFromAdapter } from "../../lib/adapter/mod.ts";
import { disposeTree } from "../../lib/base/mod.ts";
import { combine, combineModes, factor, linear, updateNorm } from "../../lib/combine/mod.ts";
import { assertClose, maxNorm, noLeaks } from "../_support.ts";
import {
  BASE,
  factorsOf,
  FAITHFUL,
  moduleOf,
  part,
  SPARSE,
  updateOf,
  weighted,
} from "./_modules.ts";

const [first, second] = [moduleOf(1), moduleOf(2, { alpha: 3 })];
const stabilised = moduleOf(3, { rankStabilised: true });

Deno.test("every mode has its name", () => {
  deepEqual(Object.keys(FAITHFUL).sort(), Object.keys(combineModes).sort());
  for (const [name, mode] of Object.entries(FAITHFUL)) equal(mode.name, name);
});

for (const [name, mode] of Object.entries(FAITHFUL)) {
  for (const module of [first, stabilised]) {
    const kind = module.config.rankStabilised ? "an rsLoRA module" : "a module";

    Deno.test(`${name} with the weights 1 and 0 gives ${kind}'s update`, async () => {
      for (const [modules, weights] of [[[module, second], [1, 0]], [[second, module], [0, 1]]]) {
        const whole = await combine(modules as typeof module[], weights as number[], { mode });
        assertClose(await updateOf(whole), await updateOf(module), 1e-6, { what: "updates" });
      }
    });

    Deno.test(`${name} with the weight 1 gives ${kind} that stands alone`, async () => {
      const whole = await combine([module], [1], { mode: alone(name) });
      assertClose(await updateOf(whole), await updateOf(module), 1e-6, { what: "updates" });
    });
  }
}

/** `svd` of one module cannot have rank 4. */
function alone(name: string) {
  return name === "svd" ? SPARSE[name]! : FAITHFUL[name]!;
}

for (const [name, mode] of Object.entries(SPARSE)) {
  Deno.test(`${name} of two equal modules with the weights 1 and -1 gives nothing`, async () => {
    for (const module of [first, stabilised]) {
      const whole = await combine([module, module], [1, -1], { mode });
      equal(maxNorm(await updateOf(whole)) < 1e-7, true);
    }
  });

  Deno.test(`${name} gives a module that PEFT's files hold`, async () => {
    const whole = await combine([first, stabilised], [0.7, -0.4], { mode });
    const { config, bytes } = await filesFromAdapter(whole, "base");
    const read = adapterFromFiles(config, bytes, BASE, "whole");
    deepEqual(read.config, whole.config);
    deepEqual(await updateOf(read), await updateOf(whole));
  });

  Deno.test(`${name} folds every scale into the factors and keeps order, names and targets`, async () => {
    const { config, weights } = await combine([stabilised, first], [0.7, -0.4], { mode });
    const { rank } = config;
    equal(rank, ["delta", "cat"].includes(name) ? 4 : 2);
    deepEqual(config, { rank, alpha: rank, targets: ["c_attn", "c_proj"], rankStabilised: false });
    deepEqual(Object.keys(weights), Object.keys(first.weights));
  });

  Deno.test(`${name} leaves no tensor behind and disposes none that it was given`, async () => {
    await noLeaks(async () =>
      disposeTree((await combine([first, second], [0.7, -0.4], { mode })).weights)
    );
    ok(
      Object.values({ ...first.weights, ...second.weights }).every(({ isDisposed }) => !isDisposed),
    );
  });
}

for (const name of ["delta", "cat", "svd"]) {
  Deno.test(`${name} is Σ λ_i ΔW_i, whatever the ranks`, async () => {
    const low = moduleOf(4, { rank: 1, alpha: 3 });
    const modules = [first, low, stabilised];
    const weights = [0.7, -0.4, 1.5];
    const mode = name === "svd" ? combineModes.svd({ rank: 5 }) : FAITHFUL[name]!;
    const whole = await combine(modules, weights, { mode });
    const expected = weighted(await Promise.all(modules.map(updateOf)), weights);
    equal(whole.config.rank, 5);
    assertClose(await updateOf(whole), expected, 1e-6, { what: "updates" });
  });
}

Deno.test("factor and linear are the products of sums that their papers say", async () => {
  const one = part([[1, 2]], [[3], [1]], { weight: 2, scale: 4 });
  const two = part([[-1, 1]], [[1], [-1]], { weight: -1, scale: 1 });
  // (4·1 + 1, 4·2 − 1) and (4·3 − 1, 4·1 + 1)
  deepEqual(await factorsOf(factor(), [one, two]), { A: [5, 7], B: [11, 5] });
  const four = part([[1, 2]], [[3], [1]], { weight: 1, scale: 4 });
  // (2·1 + 1, 2·2 − 1) and (2·3 + 1, 2·1 − 1)
  deepEqual(await factorsOf(linear(), [four, two]), { A: [3, 3], B: [7, 1] });
});

Deno.test("delta gives the factors of a module one size, cat leaves B alone", async () => {
  const big = await combine([first], [1e4], { mode: FAITHFUL.delta! });
  const laid = await combine([first], [1e4], { mode: FAITHFUL.cat! });
  const name = "h.0.attn.c_attn.lora_B";
  const B = await first.weights[name]!.data();
  deepEqual(await laid.weights[name]!.data(), B);
  assertClose(await big.weights[name]!.data(), B.map((x) => x * Math.sqrt(2e4)), 1e-5, {
    scale: 1e2,
  });
});

Deno.test("updateNorm() is the norm of the whole update, its scale included", async () => {
  for (const module of [first, second, stabilised]) {
    assertClose([await updateNorm(module)], [Math.hypot(...await updateOf(module))], 1e-6);
  }
  await noLeaks(() => updateNorm(first));
});
