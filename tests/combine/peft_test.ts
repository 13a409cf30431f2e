import { equal } from "node:assert/strict";
import { type Adapter, targetMaps } from "../../lib/adapter/mod.ts";
import { key, type Tensors, tf } from "../../lib/base/mod.ts";
import {
  byFrequency,
  byTotal,
  combine,
  type CombineMode,
  type CombineModes,
  combineModes,
  delta,
  ties,
} from "../../lib/combine/mod.ts";
import { parseConfig } from "../../lib/model/mod.ts";
import { assertClose, engine, fixture, maxNorm } from "../_support.ts";
import { updateOf } from "./_modules.ts";

void engine;

interface Stored {
  readonly r: number;
  readonly lora_alpha: number;
  readonly use_rslora: boolean;
  readonly weights: Record<string, number[][]>;
}
interface Case {
  readonly mode: keyof CombineModes;
  readonly adapters: string[];
  readonly weights: number[];
  readonly rank?: number;
  readonly density?: number;
  readonly majority?: "total" | "frequency";
  readonly scaling: number;
  readonly updates: Record<string, number[]>;
}
const known = await fixture<
  {
    model: Record<string, unknown>;
    targets: string[];
    adapters: Record<string, Stored>;
    cases: Case[];
  }
>("combine.json");
const maps = Object.keys(targetMaps(parseConfig(known.model), known.targets));

function moduleNamed(name: string): Adapter {
  const { r: rank, lora_alpha: alpha, use_rslora: rankStabilised, weights } = known.adapters[name]!;
  const factors: Tensors = {};
  for (const map of maps) {
    for (const side of ["lora_A", "lora_B"]) {
      factors[`${map}.${side}`] = tf.tensor2d(weights[`${map}.${side}`]!);
    }
  }
  return { config: { rank, alpha, targets: known.targets, rankStabilised }, weights: factors };
}

/** What PEFT does: in its elections a subtracted module votes as if it were added. */
function modeOf({ mode, rank, density, majority }: Case): CombineMode {
  return combineModes[mode]({
    key: key(0),
    ...(rank !== undefined && { rank }),
    ...(density !== undefined && { density }),
    majority: majority === "frequency" ? byFrequency : byTotal,
    vote: () => 1,
  });
}

function combineCase({ adapters, weights }: Case, mode: CombineMode) {
  return combine(adapters.map(moduleNamed), weights, { mode });
}

known.cases.forEach((each) => {
  const { mode, adapters, weights, density, rank, majority, updates } = each;
  const options = Object.entries({ density, rank, majority })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name} ${value}`).join("");
  const name = `${mode}${options} of ${adapters.join(", ")} by ${weights.join(", ")}`;

  Deno.test(`${name} agrees with PEFT to 1e-5`, async () => {
    const whole = await combineCase(each, modeOf(each));
    const expected = maps.flatMap((map) => updates[map]!);
    assertClose(await updateOf(whole), expected, 1e-5, { what: "updates" });
  });

  // Exact modes are the same by another way.
  if (mode !== "cat") return;
  Deno.test(`delta gives the update of ${name} as well`, async () => {
    const whole = await combineCase(each, delta());
    assertClose(await updateOf(whole), maps.flatMap((map) => updates[map]!), 1e-5);
  });
});

Deno.test("PEFT multiplies by √r once more where its first adapter is rsLoRA; here the scale is 1", async () => {
  for (const each of known.cases) {
    const first = known.adapters[each.adapters[0]!]!;
    const rank = (await combineCase(each, modeOf(each))).config.rank;
    assertClose([each.scaling], [first.use_rslora ? Math.sqrt(rank) : 1], 1e-6);
  }
  equal(known.cases.some(({ scaling }) => scaling > 1), true);
});

Deno.test("ties lets a subtracted module vote against itself, which PEFT does not", async () => {
  const disputed = known.cases.filter(({ mode, weights, majority }) =>
    mode === "ties" && majority === "total" && weights.some((weight) => weight < 0)
  );
  equal(disputed.length > 0, true);
  for (const each of disputed) {
    const { density, updates } = each;
    const ours = await updateOf(await combineCase(each, ties({ density: density! })));
    const theirs = maps.flatMap((map) => updates[map]!);
    equal(maxNorm(ours.map((x, i) => x - theirs[i]!)) > 0.01, true);
  }
});

Deno.test("ties elects as PEFT does where no module is subtracted", async () => {
  const added = known.cases.filter(({ mode, weights, majority }) =>
    mode === "ties" && majority === "total" && weights.every((weight) => weight > 0)
  );
  equal(added.length > 1, true);
  for (const each of added) {
    const whole = await combineCase(each, ties({ density: each.density! }));
    assertClose(await updateOf(whole), maps.flatMap((map) => each.updates[map]!), 1e-5);
  }
});
