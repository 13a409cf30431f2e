import { equal, match } from "node:assert/strict";
import type { Tuning } from "../../lib/experiments/mod.ts";
import { edges, provenance } from "../../scripts/_in_domain_settings.ts";

const others = { alpha: 0.1, slowRatio: 0.3, every: 10, emaDecay: 0.9 };
const trials = [1e-3, 2e-3, 4e-3].map((lr) => ({
  method: "dpo",
  settings: { lr, ...others },
  scores: [lr],
}));
const identity = { task: "sentiment", model: "a", sizes: { rounds: 8, prompts: 4 } };
const tuning: Tuning = {
  criterion: "objective",
  seeds: [1001, 1002],
  identity,
  trials,
  chosen: { dpo: trials[1]!.settings },
};

Deno.test("provenance() tells a stream like the tuned one from another, whatever the order of its keys", () => {
  const same = { sizes: { prompts: 4, rounds: 8 }, model: "a", task: "sentiment", engine: "cpu" };
  match(provenance(same, tuning), /^Settings: .* by objective on seeds 1001 and 1002/);
  match(provenance({ ...identity, model: "b" }, tuning), /another stream \(it differs in model\)/);
});

Deno.test("provenance() says plainly that the settings are another task's", () => {
  const dialogue = { task: "dialogue", model: "a", sizes: {} };
  match(
    provenance(dialogue, tuning),
    /tuned on the task sentiment .* what suits it need not suit dialogue\.$/,
  );
});

Deno.test("edges() names the choices beyond which nothing was tried", () => {
  equal(edges(tuning), "No chosen setting lies at an edge of what was tried.");
  const found = edges({ trials, chosen: { dpo: trials[2]!.settings } });
  match(found, /dpo's rate \(0\.004, the largest\)\.$/);
});
